/** Diff, impact and warnings of edits, without saving. */
import type { Actor } from '../auth/scopes.ts'
import { type Liveness, liveSince } from '../instances/liveness.ts'
import { readAssignmentsOfTypes } from '../store/assignments.ts'
import type { Database, Db } from '../store/database.ts'
import { type LiveInstance, readLiveInstances } from '../store/instances.ts'
import { readWaiting } from '../store/waiting.ts'
import { type ChangeSetDraft, lockDraft } from './change-set-draft.ts'
import type { TargetRules } from './check-assignments.ts'
import { planEdits } from './commit-edits.ts'
import type { AssignmentDiff } from './diff-assignments.ts'
import { type Impact, impactOf, type PlannedEdit, touchedTypes, typeChanges } from './impact.ts'
import { projectWarnings, typeWarnings, type Warning } from './warnings.ts'

/** An older sample says too little about now. */
const SAMPLE_MAX_AGE_MS = 5 * 60_000

export interface PreviewDeps extends TargetRules, Liveness {
  readonly database: Database
}

export interface ChangeSetPreview {
  readonly projects: readonly {
    readonly project: string
    readonly fromRevision: number
    readonly toRevision: number
    readonly diff: readonly AssignmentDiff[]
    readonly liveInstances: number
  }[]
  readonly impact: readonly Impact[]
  readonly warnings: readonly Warning[]
}

/** @throws Refusal as saving the same draft would: 403, 412 with `current` per project, 422 */
export async function previewChangeSet(
  deps: PreviewDeps,
  actor: Actor,
  draft: ChangeSetDraft,
): Promise<ChangeSetPreview> {
  return deps.database.prisma.$transaction(async (tx) => {
    const { standing, edits } = await lockDraft(tx, deps, actor, draft)
    const planned = planEdits(standing, edits)
    const facts = await readFacts(tx, deps, planned)
    const impact = facts.changes.map((change) => impactOf(change, facts.liveCounts, facts.waiting))
    return {
      projects: planned.map((one) => projectOf(one, facts.liveOf(one.after.project).length)),
      impact,
      warnings: [
        ...facts.changes.flatMap((change, index) => typeWarnings(change, impact[index] as Impact)),
        ...planned.flatMap((one) => projectWarnings(one, facts.liveOf(one.after.project), impact)),
      ].sort((a, b) => Number(a.level === 'caution') - Number(b.level === 'caution')),
    }
  })
}

async function readFacts(tx: Db, deps: PreviewDeps, planned: readonly PlannedEdit[]) {
  const types = touchedTypes(planned)
  const changes = typeChanges(planned, await readAssignmentsOfTypes(tx, types))
  const assigned = changes.flatMap(({ before, after }) => [...before, ...after])
  const projects = [...assigned.map((one) => one.project), ...planned.map(({ after }) => after.project)]
  const instances = await readLiveInstances(tx, [...new Set(projects)], liveSince(deps))
  const live = Map.groupBy(instances, (instance) => instance.project)
  const sampledSince = new Date(deps.clock().getTime() - SAMPLE_MAX_AGE_MS)
  return {
    changes,
    liveOf: (project: string): readonly LiveInstance[] => live.get(project) ?? [],
    liveCounts: new Map([...live].map(([project, list]) => [project, list.length])),
    waiting: await readWaiting(tx, types, sampledSince),
  }
}

function projectOf({ before, after, diff }: PlannedEdit, liveInstances: number) {
  return {
    project: after.project,
    fromRevision: before.revision,
    toRevision: after.revision,
    diff,
    liveInstances,
  }
}
