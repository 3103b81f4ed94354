/** Registered backends. */
import type { Database, Db } from './database.ts'
import { Prisma } from './generated/client.ts'

/** What a kind has beside its address, as in the configuration document. */
export type BackendOptions = Readonly<Record<string, unknown>>

export interface BackendRow {
  readonly name: string
  readonly kind: string
  readonly url: string | null
  readonly options: BackendOptions | null
  readonly description: string
  readonly createdAt: Date
  readonly updatedAt: Date
}

export interface BackendWithUse extends BackendRow {
  /** How many task types name it. */
  readonly taskTypes: number
}

const withUse = { include: { _count: { select: { types: true } } } } as const

type Stored = Prisma.BackendGetPayload<typeof withUse>

function counted({ _count, options, ...row }: Stored): BackendWithUse {
  return { ...row, options: options as BackendOptions | null, taskTypes: _count.types }
}

const storedOptions = (options: BackendOptions | null) =>
  options === null ? Prisma.DbNull : (options as Prisma.InputJsonObject)

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
  backend: Omit<BackendRow, 'createdAt' | 'updatedAt'>,
): Promise<boolean> {
  const data = { ...backend, options: storedOptions(backend.options) }
  const { count } = await db.backend.createMany({ data, skipDuplicates: true })
  return count === 1
}

export async function updateBackend(
  db: Db,
  name: string,
  { options, ...patch }: { url?: string; options?: BackendOptions | null; description?: string },
): Promise<void> {
  const data = { ...patch, ...(options === undefined ? {} : { options: storedOptions(options) }) }
  await db.backend.update({ where: { name }, data })
}

export async function deleteBackend(db: Db, name: string): Promise<void> {
  await db.backend.delete({ where: { name } })
}

/** Names of the backends that a task type uses, or in which tasks were at the last sample. */
export async function backendsInUse(database: Database): Promise<string[]> {
  const { rows } = await database.pool.query<{ name: string }>({
    name: 'backends-in-use',
    text: `select name from backend b where exists (select from task_type t where t.backend = b.name)
             or exists (select from queue_state s where s.backend = b.name) order by name`,
  })
  return rows.map((row) => row.name)
}
