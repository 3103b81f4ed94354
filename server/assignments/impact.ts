/** What edits do to each task type they touch, over the whole fleet. Pure. */
import type { Assignment, ConsumerAssignment, ProjectAssignment } from '../store/assignments.ts'
import type { CommittedEdit } from './commit-edits.ts'

export type PlannedEdit = Pick<CommittedEdit, 'after' | 'before' | 'diff'>

export interface Impact {
  readonly type: string
  /** Tasks that all live instances together run at once; a paused consumer runs none. */
  readonly workersBefore: number
  readonly workersAfter: number
  /** Tasks ready and delayed at the last sample; null when unknown. */
  readonly waiting: number | null
  readonly producers: readonly string[]
  readonly consumersAfter: readonly string[]
}

/** A type before and after the edits, everybody's assignments included. */
export interface TypeChange {
  readonly type: string
  readonly before: readonly ProjectAssignment[]
  readonly after: readonly ProjectAssignment[]
}

/** @param everybody the current assignments to the touched types, of all projects */
export function typeChanges(
  planned: readonly PlannedEdit[],
  everybody: readonly ProjectAssignment[],
): TypeChange[] {
  const edited = new Set(planned.map(({ after }) => after.project))
  const untouched = everybody.filter((one) => !edited.has(one.project))
  const before = Map.groupBy(everybody, (one) => one.assignment.type)
  const wanted = planned.flatMap(({ after }) =>
    after.assignments.map((assignment) => ({ project: after.project, assignment })),
  )
  const after = Map.groupBy([...untouched, ...wanted], (one) => one.assignment.type)
  return touchedTypes(planned).map((type) => ({
    type,
    before: before.get(type) ?? [],
    after: after.get(type) ?? [],
  }))
}

export function touchedTypes(planned: readonly PlannedEdit[]): string[] {
  return [...new Set(planned.flatMap(({ diff }) => diff.map((one) => one.type)))].sort()
}

export function impactOf(
  { type, before, after }: TypeChange,
  live: ReadonlyMap<string, number>,
  waiting: ReadonlyMap<string, number | null>,
): Impact {
  return {
    type,
    workersBefore: fleetWorkers(before, live),
    workersAfter: fleetWorkers(after, live),
    waiting: waiting.get(type) ?? null,
    producers: projectsOf(after, 'producer'),
    consumersAfter: projectsOf(after, 'consumer'),
  }
}

function fleetWorkers(assigned: readonly ProjectAssignment[], live: ReadonlyMap<string, number>): number {
  return consumersOf(assigned)
    .filter(({ consumer }) => !consumer.paused)
    .reduce((sum, { project, consumer }) => sum + consumer.workers * (live.get(project) ?? 0), 0)
}

export function consumersOf(
  assigned: readonly ProjectAssignment[],
): { readonly project: string; readonly consumer: ConsumerAssignment }[] {
  return assigned.flatMap(({ project, assignment }) =>
    assignment.role === 'consumer' ? [{ project, consumer: assignment }] : [],
  )
}

export function projectsOf(assigned: readonly ProjectAssignment[], role: Assignment['role']): string[] {
  return assigned
    .filter((one) => one.assignment.role === role)
    .map((one) => one.project)
    .sort()
}
