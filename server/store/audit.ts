/** The audit: an append-only record of who did what, when, to what. Written in the transaction of the act itself. */
import type { Actor } from '../auth/scopes.ts'
import type { Db } from './database.ts'
import { Prisma } from './generated/client.ts'

export interface AuditRecord {
  /** Verb and object, e.g. `assignments.save`, `queue.pause`. */
  readonly action: string
  readonly target: { readonly kind: string; readonly name: string }
  readonly before?: unknown
  readonly after?: unknown
  readonly reason?: string
  readonly requestId?: string
}

const jsonOrNull = (value: unknown) =>
  value === undefined || value === null ? Prisma.DbNull : (value as Prisma.InputJsonValue)

export async function recordAudit(db: Db, actor: Actor, record: AuditRecord): Promise<void> {
  await db.auditEntry.create({
    data: {
      actorKind: actor.kind,
      actorName: actor.name,
      action: record.action,
      targetKind: record.target.kind,
      targetName: record.target.name,
      before: jsonOrNull(record.before),
      after: jsonOrNull(record.after),
      reason: record.reason ?? null,
      requestId: record.requestId ?? null,
    },
  })
}
