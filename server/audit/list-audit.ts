/** The audit, read in pages, newest first. Written where the acts are, by `recordAudit` in their transactions. */
import { type AuditFilter, type AuditPosition, readAudit } from '../store/audit.ts'
import { decodeCursor, pageOf } from '../store/cursor.ts'
import type { Db } from '../store/database.ts'

function positionOf(cursor: string): AuditPosition {
  const [at, id] = decodeCursor(cursor, ['number', 'string'])
  return { at: new Date(Number(at)), id: BigInt(id ?? 0) }
}

/** @throws Refusal 422 for a cursor that is not ours */
export async function listAudit(db: Db, filter: AuditFilter, cursor: string | undefined, limit: number) {
  const after = cursor === undefined ? null : positionOf(cursor)
  const rows = await readAudit(db, filter, after, limit + 1)
  return pageOf(rows, limit, (row) => [row.at.getTime(), String(row.id)])
}
