/** Change sets: edits to several projects that were saved as one. */
import type { Db } from './database.ts'
import type { Prisma } from './generated/client.ts'

export interface ChangeSetRow {
  readonly id: string
  readonly author: string
  readonly reason: string
  readonly strategy: string
  readonly rolledBackBy: string | null
  readonly createdAt: Date
}

export interface NewChangeSet {
  readonly id: string
  readonly author: string
  readonly reason: string
  readonly strategy: string
  /** What was asked for: base revisions and edits. */
  readonly edits: unknown
}

export async function insertChangeSet(db: Db, changeSet: NewChangeSet): Promise<void> {
  await db.changeSet.create({ data: { ...changeSet, edits: changeSet.edits as Prisma.InputJsonValue } })
}

export async function findChangeSet(db: Db, id: string): Promise<ChangeSetRow | null> {
  return db.changeSet.findUnique({ where: { id }, omit: { edits: true } })
}

/** Locks it, so that two people cannot roll it back at once. */
export async function lockChangeSet(db: Db, id: string): Promise<ChangeSetRow | null> {
  await db.$queryRaw`select 1 from change_set where id = ${id}::uuid for update`
  return findChangeSet(db, id)
}

export async function markRolledBack(db: Db, id: string, by: string): Promise<void> {
  await db.changeSet.update({ where: { id }, data: { rolledBackBy: by } })
}
