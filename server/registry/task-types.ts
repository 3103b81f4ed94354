/** Reads task types. */
import { notFound } from '../errors.ts'
import { decodeCursor, type Page, pageOf } from '../store/cursor.ts'
import type { Database } from '../store/database.ts'
import { findTaskType, readTaskTypes, type TaskTypeRow } from '../store/task-types.ts'

interface Deps {
  readonly database: Database
}

export interface NameListInput {
  readonly cursor?: string
  readonly limit: number
  readonly prefix?: string
}

/** The name after which a page begins. @throws Refusal 422 */
export function nameAfter(cursor: string | undefined): string | undefined {
  return cursor === undefined ? undefined : String(decodeCursor(cursor, ['string'])[0])
}

export async function listTaskTypes(
  { database }: Deps,
  { cursor, limit, prefix }: NameListInput,
): Promise<Page<TaskTypeRow>> {
  const rows = await readTaskTypes(database.prisma, { after: nameAfter(cursor), prefix, limit })
  return pageOf(rows, limit, (row) => [row.name])
}

/** @throws Refusal 404 */
export async function getTaskType({ database }: Deps, name: string): Promise<TaskTypeRow> {
  const row = await findTaskType(database.prisma, name)
  if (row === null) throw notFound('task type', name)
  return row
}
