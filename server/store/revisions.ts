/** The history of each project's assignments; revision 0 is the empty set before the first save. */
import type { Assignment } from './assignments.ts'
import type { Db } from './database.ts'
import type { Prisma } from './generated/client.ts'

export interface RevisionRow {
  readonly project: string
  readonly number: number
  readonly assignments: readonly Assignment[]
  readonly author: string
  readonly reason: string
  readonly rollbackOf: number | null
  readonly changeSetId: string | null
  readonly createdAt: Date
}

export type NewRevision = Omit<RevisionRow, 'createdAt'>

function fromStored({ projectName, assignments, ...rest }: Prisma.RevisionGetPayload<object>): RevisionRow {
  return { ...rest, project: projectName, assignments: assignments as unknown as Assignment[] }
}

/** Newest first, before number `before`; one more than `limit` when there is more. */
export async function readRevisions(
  db: Db,
  { project, before, limit }: { project: string; before?: number; limit: number },
): Promise<RevisionRow[]> {
  const rows = await db.revision.findMany({
    where: { projectName: project, ...(before === undefined ? {} : { number: { lt: before } }) },
    orderBy: { number: 'desc' },
    take: limit + 1,
  })
  return rows.map(fromStored)
}

/** The assignments of a revision; null when there is no such revision. */
export async function findRevision(
  db: Db,
  project: string,
  number: number,
): Promise<readonly Assignment[] | null> {
  if (number === 0) return []
  const row = await db.revision.findUnique({
    where: { projectName_number: { projectName: project, number } },
  })
  return row === null ? null : fromStored(row).assignments
}

export interface RevisionWithBefore extends RevisionRow {
  /** The assignments of the revision before. */
  readonly before: readonly Assignment[]
}

/** The revisions that a change set made, by project. */
export async function readRevisionsOfChangeSet(db: Db, id: string): Promise<RevisionWithBefore[]> {
  const rows = (
    await db.revision.findMany({ where: { changeSetId: id }, orderBy: { projectName: 'asc' } })
  ).map(fromStored)
  const earlier = await db.revision.findMany({
    where: { OR: rows.map((row) => ({ projectName: row.project, number: row.number - 1 })) },
  })
  const before = new Map(earlier.map((row) => [row.projectName, fromStored(row).assignments]))
  return rows.map((row) => ({ ...row, before: before.get(row.project) ?? [] }))
}

/** When the newest revision was saved; null before the first. */
export async function lastSavedAt(db: Db, project: string): Promise<Date | null> {
  const row = await db.revision.findFirst({
    where: { projectName: project },
    orderBy: { number: 'desc' },
    select: { createdAt: true },
  })
  return row?.createdAt ?? null
}

/** Stores new revisions and makes them the current ones of their projects, which the caller has locked. */
export async function insertRevisions(db: Db, revisions: readonly NewRevision[]): Promise<void> {
  await db.revision.createMany({
    data: revisions.map(({ project, assignments, ...rest }) => ({
      ...rest,
      projectName: project,
      assignments: assignments as unknown as Prisma.InputJsonValue,
    })),
  })
  const projects = revisions.map((one) => one.project)
  const numbers = revisions.map((one) => one.number)
  await db.$executeRaw`
    update project set revision = saved.number, "updatedAt" = now()
    from unnest(${projects}::text[], ${numbers}::int[]) as saved (name, number)
    where project.name = saved.name`
}
