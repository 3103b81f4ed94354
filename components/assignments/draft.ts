/**
 * The change-set draft: edits to several projects that are not saved yet. Pure.
 *
 * Per project it keeps the revision that was read when the first edit was made, and one wanted value per assignment
 * that differs from it (null = taken away). An edit that restores what was read disappears by itself, and a project
 * without edits leaves the draft, so "3 edits" always means three differences.
 */
import type { Schemas } from '@/components/api/client'

export type Assignment = Schemas['Assignment']
export type ConsumerAssignment = Schemas['ConsumerAssignment']
export type Handler = ConsumerAssignment['handler']
export type AssignmentSet = Schemas['AssignmentSet']
export type Role = Assignment['role']
/** The current sets, by project. */
export type Sets = ReadonlyMap<string, AssignmentSet>

export interface ProjectDraft {
  readonly revision: number
  readonly base: readonly Assignment[]
  /** By `role type`; null takes the assignment away. */
  readonly wanted: Readonly<Record<string, Assignment | null>>
}
export type Draft = Readonly<Record<string, ProjectDraft>>

export type Edit =
  | { readonly kind: 'produce' | 'stop-producing'; readonly project: string; readonly type: string }
  | { readonly kind: 'consume'; readonly project: string; readonly consumer: ConsumerAssignment }
  | { readonly kind: 'stop-consuming'; readonly project: string; readonly type: string }
  | { readonly kind: 'move'; readonly type: string; readonly from: string; readonly to: string }
  | { readonly kind: 'revert'; readonly project: string; readonly role: Role; readonly type: string }
  | { readonly kind: 'revert-project'; readonly project: string }
  | { readonly kind: 'discard' }

export const emptyDraft: Draft = {}
export const MAX_WORKERS = 1_000

export const keyOf = (role: Role, type: string) => `${role} ${type}`

const sameValue = (a: unknown, b: unknown) => canonical(a) === canonical(b)

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, entry: unknown) =>
    typeof entry === 'object' && entry !== null && !Array.isArray(entry)
      ? Object.fromEntries(Object.entries(entry).sort(([a], [b]) => (a < b ? -1 : 1)))
      : entry,
  )
}

/** Equal in meaning: the order of members does not count. */
export const sameAssignment = (a: Assignment | null, b: Assignment | null) => sameValue(a, b)

export function find(
  assignments: readonly Assignment[],
  role: 'consumer',
  type: string,
): ConsumerAssignment | null
export function find(assignments: readonly Assignment[], role: Role, type: string): Assignment | null
export function find(assignments: readonly Assignment[], role: Role, type: string): Assignment | null {
  return assignments.find((entry) => entry.role === role && entry.type === type) ?? null
}

/** What the project's assignments would be after saving, by type, consumers after producers. */
export function wantedAssignments(project: ProjectDraft): Assignment[] {
  const kept = project.base.filter((entry) => !Object.hasOwn(project.wanted, keyOf(entry.role, entry.type)))
  const put = Object.values(project.wanted).filter((entry) => entry !== null)
  return [...kept, ...put].sort(byTypeThenRole)
}

const byTypeThenRole = (a: Assignment, b: Assignment) =>
  a.type === b.type ? (a.role < b.role ? 1 : -1) : a.type < b.type ? -1 : 1

/** The assignments of `project` as the draft wants them; as they are where the draft does not touch the project. */
export function assignmentsOf(draft: Draft, sets: Sets, project: string): readonly Assignment[] {
  const drafted = draft[project]
  return drafted ? wantedAssignments(drafted) : (sets.get(project)?.assignments ?? [])
}

function without(draft: Draft, project: string): Draft {
  const { [project]: _removed, ...rest } = draft
  return rest
}

function put(
  draft: Draft,
  sets: Sets,
  project: string,
  role: Role,
  type: string,
  value: Assignment | null,
): Draft {
  const set = sets.get(project)
  const before = draft[project] ?? (set && { revision: set.revision, base: set.assignments, wanted: {} })
  if (!before) return draft
  const key = keyOf(role, type)
  const { [key]: _previous, ...others } = before.wanted
  const unchanged = sameAssignment(find(before.base, role, type), value)
  const wanted = unchanged ? others : { ...others, [key]: value }
  return Object.keys(wanted).length === 0
    ? without(draft, project)
    : { ...draft, [project]: { ...before, wanted } }
}

/**
 * Moves a consumer. A project that consumes the type already keeps its own handler and gains the workers,
 * so that moving never loses capacity silently.
 */
function move(draft: Draft, sets: Sets, type: string, from: string, to: string): Draft {
  const moved = find(assignmentsOf(draft, sets, from), 'consumer', type)
  if (!moved || from === to || !sets.has(to)) return draft
  const there = find(assignmentsOf(draft, sets, to), 'consumer', type)
  const arrived = there ? { ...there, workers: Math.min(MAX_WORKERS, there.workers + moved.workers) } : moved
  return put(put(draft, sets, from, 'consumer', type, null), sets, to, 'consumer', type, arrived)
}

export function applyEdit(draft: Draft, sets: Sets, edit: Edit): Draft {
  switch (edit.kind) {
    case 'produce':
      return put(draft, sets, edit.project, 'producer', edit.type, { role: 'producer', type: edit.type })
    case 'stop-producing':
      return put(draft, sets, edit.project, 'producer', edit.type, null)
    case 'consume':
      return put(draft, sets, edit.project, 'consumer', edit.consumer.type, edit.consumer)
    case 'stop-consuming':
      return put(draft, sets, edit.project, 'consumer', edit.type, null)
    case 'move':
      return move(draft, sets, edit.type, edit.from, edit.to)
    case 'revert': {
      const drafted = draft[edit.project]
      if (!drafted) return draft
      return put(draft, sets, edit.project, edit.role, edit.type, find(drafted.base, edit.role, edit.type))
    }
    case 'revert-project':
      return without(draft, edit.project)
    case 'discard':
      return emptyDraft
  }
}

export const editCount = (draft: Draft) =>
  Object.values(draft).reduce((sum, project) => sum + Object.keys(project.wanted).length, 0)

/** The body of `POST /change-sets[/preview]`, without the reason. */
export function changeSetBody(draft: Draft): Schemas['ChangeSetDraft'] {
  const projects = Object.entries(draft).sort(([a], [b]) => (a < b ? -1 : 1))
  return {
    base: Object.fromEntries(projects.map(([name, project]) => [name, project.revision])),
    edits: projects.map(([name, project]) => ({ project: name, assignments: wantedAssignments(project) })),
    strategy: 'switch',
  }
}
