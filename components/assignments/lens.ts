/** What the lenses show: the draft on top of what is saved, filtered. Pure. */
import {
  type Assignment,
  assignmentsOf,
  type ConsumerAssignment,
  type Draft,
  keyOf,
  type Role,
  type Sets,
} from './draft.ts'

export type Change = 'added' | 'removed' | 'changed' | null

/** One project × one type. */
export interface Cell {
  readonly project: string
  readonly type: string
  readonly producer: { readonly change: Change } | null
  readonly consumer: { readonly value: ConsumerAssignment; readonly change: Change } | null
}

/** "email.* sms" becomes a test: any pattern may match; a word without `*` matches anywhere in the name. */
export function nameFilter(text: string): (name: string) => boolean {
  const patterns = text.split(/[\s,]+/).filter((part) => part !== '')
  if (patterns.length === 0) return () => true
  const tests = patterns.map((pattern) => {
    const source = pattern.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`)
    return pattern.includes('*')
      ? new RegExp(`^${source.replaceAll('*', '.*')}$`, 'i')
      : new RegExp(source, 'i')
  })
  return (name) => tests.some((test) => test.test(name))
}

function cellOf(project: string, type: string, wanted: Entries, base: Entries): Cell {
  const at = (entries: Entries, role: Role) => entries.get(keyOf(role, type)) ?? null
  const produces = at(wanted, 'producer') ?? at(base, 'producer')
  const consumes = (at(wanted, 'consumer') ?? at(base, 'consumer')) as ConsumerAssignment | null
  return {
    project,
    type,
    producer: produces && { change: changeOf(at(base, 'producer'), at(wanted, 'producer')) },
    consumer: consumes && {
      value: consumes,
      change: changeOf(at(base, 'consumer'), at(wanted, 'consumer')),
    },
  }
}

type Entries = ReadonlyMap<string, Assignment>
const entriesOf = (assignments: readonly Assignment[]): Entries =>
  new Map(assignments.map((entry) => [keyOf(entry.role, entry.type), entry]))

/** An unedited assignment is the very object that was read, so identity tells what the draft touched. */
function changeOf(before: Assignment | null, after: Assignment | null): Change {
  if (before === after) return null
  if (before === null) return 'added'
  return after === null ? 'removed' : 'changed'
}

/** All cells with something in them, removed ones included, by project and then by type. */
export function cellsOf(draft: Draft, sets: Sets): Map<string, Map<string, Cell>> {
  const projects = new Map<string, Map<string, Cell>>()
  for (const [project, set] of sets) {
    const base = entriesOf(draft[project]?.base ?? set.assignments)
    const wanted = draft[project] ? entriesOf(assignmentsOf(draft, sets, project)) : base
    const types = new Set([...base.values(), ...wanted.values()].map((entry) => entry.type))
    const cells = [...types].sort().map((type): [string, Cell] => [type, cellOf(project, type, wanted, base)])
    projects.set(project, new Map(cells))
  }
  return projects
}

/** A header with its rows, flat, so that thousands can be virtualised. */
export type Row =
  | { readonly kind: 'header'; readonly name: string; readonly count: number }
  | { readonly kind: 'cell'; readonly cell: Cell }
  | { readonly kind: 'none'; readonly name: string }

/** By project: each project that matches with its types that match. */
export function byProject(
  cells: ReadonlyMap<string, ReadonlyMap<string, Cell>>,
  types: (type: string) => boolean,
  projects: (project: string) => boolean,
): Row[] {
  return [...cells].flatMap(([name, own]): Row[] => {
    if (!projects(name)) return []
    const shown = [...own.values()].filter((cell) => types(cell.type))
    const rows: Row[] = shown.map((cell) => ({ kind: 'cell', cell }))
    return [
      { kind: 'header', name, count: shown.length },
      ...(rows.length > 0 ? rows : [{ kind: 'none' as const, name }]),
    ]
  })
}

/** By type: each type that matches with the projects that match. */
export function byType(
  cells: ReadonlyMap<string, ReadonlyMap<string, Cell>>,
  names: readonly string[],
  projects: (project: string) => boolean,
): Row[] {
  const own = new Map<string, Cell[]>(names.map((name) => [name, []]))
  for (const [project, types] of cells)
    if (projects(project)) for (const [type, cell] of types) own.get(type)?.push(cell)
  return [...own].flatMap(([name, found]): Row[] => [
    { kind: 'header', name, count: found.length },
    ...(found.length > 0
      ? found.map((cell): Row => ({ kind: 'cell', cell }))
      : [{ kind: 'none' as const, name }]),
  ])
}

/** Characters that the widest chip of a project needs, so that a column is as wide as what stands in it. */
export function columnWidth(name: string, cells: Iterable<Cell>): number {
  const widths = [...cells].map((cell) => {
    const chip = cell.consumer
      ? 46 + 7 * `${cell.consumer.value.workers} ${cell.consumer.value.handler.kind}`.length
      : 0
    return 24 + (cell.producer ? 24 : 0) + chip
  })
  return Math.max(112, 24 + 7.5 * name.length, ...widths)
}
