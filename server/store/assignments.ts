/** What each project produces and consumes now. */
import type { HandlerConfig } from '../task/index.ts'
import type { Db } from './database.ts'
import type { Prisma } from './generated/client.ts'

export interface ProducerAssignment {
  readonly role: 'producer'
  readonly type: string
}
export interface ConsumerAssignment {
  readonly role: 'consumer'
  readonly type: string
  /** Tasks that one instance runs at once. */
  readonly workers: number
  readonly handler: HandlerConfig
  readonly paused: boolean
  /** Tasks per second over all instances of the project. */
  readonly rateLimit: number | null
}
export type Assignment = ProducerAssignment | ConsumerAssignment

export interface AssignmentSet {
  readonly project: string
  readonly revision: number
  /** Producers first, each by type. */
  readonly assignments: readonly Assignment[]
}

export interface ProjectAssignment {
  readonly project: string
  readonly assignment: Assignment
}

type Stored = Prisma.AssignmentGetPayload<object>

function fromStored(row: Stored): Assignment {
  if (row.role === 'producer') return { role: 'producer', type: row.typeName }
  return {
    role: 'consumer',
    type: row.typeName,
    workers: row.workers ?? 1,
    handler: row.handler as HandlerConfig,
    paused: row.paused,
    rateLimit: row.rateLimit,
  }
}

function toStored(project: string, assignment: Assignment): Prisma.AssignmentCreateManyInput {
  const key = { projectName: project, typeName: assignment.type, role: assignment.role }
  if (assignment.role === 'producer') return key
  const { workers, handler, paused, rateLimit } = assignment
  return { ...key, workers, handler: handler as Prisma.InputJsonObject, paused, rateLimit }
}

/** The order in which a set is kept and shown. */
export function sortAssignments(assignments: readonly Assignment[]): Assignment[] {
  const rank = (one: Assignment) => `${one.role === 'producer' ? 0 : 1} ${one.type}`
  return [...assignments].sort((a, b) => (rank(a) < rank(b) ? -1 : 1))
}

/** The assignments of each of `projects`, by project. */
export async function readAssignments(
  db: Db,
  projects: readonly string[],
): Promise<Map<string, readonly Assignment[]>> {
  const rows = await db.assignment.findMany({ where: { projectName: { in: [...projects] } } })
  const grouped = Map.groupBy(rows, (row) => row.projectName)
  return new Map(projects.map((name) => [name, sortAssignments((grouped.get(name) ?? []).map(fromStored))]))
}

/** Current sets by project name, whole: of one project, of those that are assigned a type, or of all. */
export async function readAssignmentSets(
  db: Db,
  filter: { project?: string; type?: string } = {},
): Promise<AssignmentSet[]> {
  const projects = await db.project.findMany({
    where: {
      ...(filter.project === undefined ? {} : { name: filter.project }),
      ...(filter.type === undefined ? {} : { assignments: { some: { typeName: filter.type } } }),
    },
    select: { name: true, revision: true, assignments: true },
    orderBy: { name: 'asc' },
  })
  return projects.map(({ name, revision, assignments }) => ({
    project: name,
    revision,
    assignments: sortAssignments(assignments.map(fromStored)),
  }))
}

/** Everybody who is assigned one of `types`. */
export async function readAssignmentsOfTypes(db: Db, types: readonly string[]): Promise<ProjectAssignment[]> {
  const rows = await db.assignment.findMany({
    where: { typeName: { in: [...types] } },
    orderBy: [{ typeName: 'asc' }, { role: 'asc' }, { projectName: 'asc' }],
  })
  return rows.map((row) => ({ project: row.projectName, assignment: fromStored(row) }))
}

/** Removes and adds rows; a change is both. */
export async function replaceAssignments(
  db: Db,
  { removed, added }: { removed: readonly ProjectAssignment[]; added: readonly ProjectAssignment[] },
): Promise<void> {
  const projects = removed.map((one) => one.project)
  const roles = removed.map((one) => one.assignment.role)
  const types = removed.map((one) => one.assignment.type)
  await db.$executeRaw`
    delete from assignment a
    using unnest(${projects}::text[], ${roles}::text[], ${types}::text[]) as gone (project, role, type)
    where a.project = gone.project and a.role::text = gone.role and a.type = gone.type`
  await db.assignment.createMany({ data: added.map((one) => toStored(one.project, one.assignment)) })
}
