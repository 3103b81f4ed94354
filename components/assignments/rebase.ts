/** What happens to a draft when somebody else saves a project that it edits. Pure. */
import {
  type Assignment,
  type Draft,
  find,
  type ProjectDraft,
  type Role,
  type Sets,
  sameAssignment,
} from './draft.ts'

export interface Conflict {
  readonly project: string
  readonly role: Role
  readonly type: string
  /** What was read, what is saved now, what the draft wants. */
  readonly base: Assignment | null
  readonly current: Assignment | null
  readonly wanted: Assignment | null
}

export interface StaleProject {
  readonly project: string
  readonly readRevision: number
  readonly currentRevision: number
  /** Assignments that both sides changed, differently. */
  readonly conflicts: readonly Conflict[]
}

export function splitKey(key: string): { role: Role; type: string } {
  const [role = '', type = ''] = key.split(' ')
  return { role: role === 'producer' ? 'producer' : 'consumer', type }
}

function conflictsOf(project: string, draft: ProjectDraft, current: readonly Assignment[]): Conflict[] {
  return Object.entries(draft.wanted).flatMap(([key, wanted]) => {
    const { role, type } = splitKey(key)
    const base = find(draft.base, role, type)
    const now = find(current, role, type)
    const untouched = sameAssignment(base, now) || sameAssignment(now, wanted)
    return untouched ? [] : [{ project, role, type, base, current: now, wanted }]
  })
}

/** Projects of the draft whose saved revision is no longer the one that was read. */
export function staleProjects(draft: Draft, sets: Sets): StaleProject[] {
  return Object.entries(draft).flatMap(([project, drafted]) => {
    const set = sets.get(project)
    if (!set || set.revision === drafted.revision) return []
    return [
      {
        project,
        readRevision: drafted.revision,
        currentRevision: set.revision,
        conflicts: conflictsOf(project, drafted, set.assignments),
      },
    ]
  })
}

/**
 * Puts the draft's edits on top of what is saved now. Where both sides changed one assignment the draft's value wins:
 * the caller has shown it as a conflict first. Edits that somebody else has made meanwhile disappear, and so does a
 * project that exists no longer.
 */
export function rebase(draft: Draft, sets: Sets): Draft {
  const projects = Object.entries(draft).flatMap(([project, drafted]): [string, ProjectDraft][] => {
    const set = sets.get(project)
    if (!set) return []
    if (set.revision === drafted.revision) return [[project, drafted]]
    const wanted = Object.fromEntries(
      Object.entries(drafted.wanted).filter(([key, value]) => {
        const { role, type } = splitKey(key)
        return !sameAssignment(find(set.assignments, role, type), value)
      }),
    )
    if (Object.keys(wanted).length === 0) return []
    return [[project, { revision: set.revision, base: set.assignments, wanted }]]
  })
  return Object.fromEntries(projects)
}
