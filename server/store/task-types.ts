/** Task types, and who is assigned to them. */
import type { RetryPolicy } from '../task/index.ts'
import type { Db } from './database.ts'
import { Prisma } from './generated/client.ts'

export interface TaskTypeFields {
  readonly backend: string
  readonly description: string
  readonly queueName: string | null
  readonly retry: RetryPolicy
  readonly timeoutMs: number
  readonly payloadSchema: Record<string, unknown> | null
  readonly redactPaths: string[]
  readonly order: 'none' | 'key'
  /** Tasks per second over the whole fleet. */
  readonly rateLimit: number | null
}

export interface TaskTypeRow extends TaskTypeFields {
  readonly name: string
  readonly createdAt: Date
  readonly updatedAt: Date
}

type Stored = Prisma.TaskTypeGetPayload<object>

function fromStored({ backendName, retry, payloadSchema, order, ...rest }: Stored): TaskTypeRow {
  return {
    ...rest,
    backend: backendName,
    retry: retry as RetryPolicy,
    payloadSchema: payloadSchema as Record<string, unknown> | null,
    order: order as TaskTypeFields['order'],
  }
}

function toStored({ backend, retry, payloadSchema, redactPaths, ...rest }: TaskTypeFields) {
  return {
    ...rest,
    backendName: backend,
    retry: retry as Prisma.InputJsonValue,
    payloadSchema: payloadSchema === null ? Prisma.DbNull : (payloadSchema as Prisma.InputJsonValue),
    redactPaths: [...redactPaths],
  }
}

/** By name, after `after`; one more than `limit` when there is more. */
export async function readTaskTypes(
  db: Db,
  { after, prefix, limit }: { after?: string; prefix?: string; limit: number },
): Promise<TaskTypeRow[]> {
  const rows = await db.taskType.findMany({
    where: {
      name: {
        ...(after === undefined ? {} : { gt: after }),
        ...(prefix === undefined ? {} : { startsWith: prefix }),
      },
    },
    orderBy: { name: 'asc' },
    take: limit + 1,
  })
  return rows.map(fromStored)
}

export async function findTaskType(db: Db, name: string): Promise<TaskTypeRow | null> {
  const row = await db.taskType.findUnique({ where: { name } })
  return row === null ? null : fromStored(row)
}

/** Keeps the type from being changed, assigned or removed by others until the transaction ends. */
export async function lockTaskType(db: Db, name: string): Promise<TaskTypeRow | null> {
  await db.$queryRaw`select 1 from task_type where name = ${name} for update`
  return findTaskType(db, name)
}

/** Which of `names` exist; they cannot be removed until the transaction ends. */
export async function holdTaskTypes(db: Db, names: readonly string[]): Promise<Set<string>> {
  const rows = await db.$queryRaw<{ name: string }[]>`
    select name from task_type where name = any(${[...names]}::text[]) order by name for key share`
  return new Set(rows.map((row) => row.name))
}

/** @returns false when the name is taken */
export async function insertTaskType(db: Db, name: string, fields: TaskTypeFields): Promise<boolean> {
  const { count } = await db.taskType.createMany({
    data: { name, ...toStored(fields) },
    skipDuplicates: true,
  })
  return count === 1
}

export async function updateTaskType(db: Db, name: string, fields: TaskTypeFields): Promise<TaskTypeRow> {
  return fromStored(await db.taskType.update({ where: { name }, data: toStored(fields) }))
}

export async function deleteTaskType(db: Db, name: string): Promise<void> {
  await db.taskType.delete({ where: { name } })
}

/** Names of the projects that produce or consume the type. */
export async function projectsAssigned(db: Db, type: string): Promise<string[]> {
  const rows = await db.assignment.findMany({
    where: { typeName: type },
    select: { projectName: true },
    distinct: ['projectName'],
    orderBy: { projectName: 'asc' },
  })
  return rows.map((row) => row.projectName)
}
