/** Registered backends. */
import type { Db } from './database.ts'

export interface BackendRow {
  readonly name: string
  readonly kind: string
  readonly url: string | null
  readonly description: string
  readonly createdAt: Date
  readonly updatedAt: Date
}

export interface BackendWithUse extends BackendRow {
  /** How many task types name it. */
  readonly taskTypes: number
}

const withUse = { include: { _count: { select: { types: true } } } } as const

function counted({ _count, ...row }: BackendRow & { _count: { types: number } }): BackendWithUse {
  return { ...row, taskTypes: _count.types }
}

export async function readBackends(db: Db): Promise<BackendWithUse[]> {
  return (await db.backend.findMany({ ...withUse, orderBy: { name: 'asc' } })).map(counted)
}

export async function findBackend(db: Db, name: string): Promise<BackendWithUse | null> {
  const row = await db.backend.findUnique({ ...withUse, where: { name } })
  return row === null ? null : counted(row)
}

/** Keeps the row from being removed until the transaction ends; false when there is none. */
export async function holdBackend(db: Db, name: string): Promise<boolean> {
  const rows = await db.$queryRaw<unknown[]>`select 1 from backend where name = ${name} for key share`
  return rows.length === 1
}

/** Keeps everybody else from using or changing the row until the transaction ends. */
export async function lockBackend(db: Db, name: string): Promise<BackendWithUse | null> {
  await db.$queryRaw`select 1 from backend where name = ${name} for update`
  return findBackend(db, name)
}

/** @returns false when the name is taken */
export async function insertBackend(
  db: Db,
  backend: { name: string; kind: string; url: string | null; description: string },
): Promise<boolean> {
  const { count } = await db.backend.createMany({ data: backend, skipDuplicates: true })
  return count === 1
}

export async function updateBackend(
  db: Db,
  name: string,
  patch: { url?: string; description?: string },
): Promise<void> {
  await db.backend.update({ where: { name }, data: patch })
}

export async function deleteBackend(db: Db, name: string): Promise<void> {
  await db.backend.delete({ where: { name } })
}
