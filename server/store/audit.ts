/** The audit: an append-only record of who did what, when, to what. Written in the transaction of the act itself. */
import type { Actor } from '../auth/scopes.ts'
import type { Db } from './database.ts'
import { Prisma } from './generated/client.ts'
import type { Transaction } from './transaction.ts'

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

/** As `recordAudit`, in a transaction with `pg`. */
export async function recordAuditIn(tx: Transaction, actor: Actor, record: AuditRecord): Promise<void> {
  const json = (value: unknown) => (value === undefined || value === null ? null : JSON.stringify(value))
  await tx.query(
    `insert into audit_entry ("actorKind", "actorName", action, "targetKind", "targetName", before, after, reason, "requestId")
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      ...[actor.kind, actor.name, record.action, record.target.kind, record.target.name],
      ...[json(record.before), json(record.after), record.reason ?? null, record.requestId ?? null],
    ],
  )
}

export interface AuditFilter {
  readonly actor?: string | undefined
  /** The action, or its first part: `assignments` finds `assignments.save`. */
  readonly action?: string | undefined
  /** The target's name, or `kind:name`. */
  readonly target?: string | undefined
  readonly from?: Date | undefined
  readonly to?: Date | undefined
}

/** The last entry of the page before. */
export interface AuditPosition {
  readonly at: Date
  readonly id: bigint
}

function targetWhere(target: string): Prisma.AuditEntryWhereInput {
  const colon = target.indexOf(':')
  const byName = { targetName: target }
  if (colon < 1) return byName
  return {
    OR: [byName, { targetKind: target.slice(0, colon), targetName: target.slice(colon + 1) }],
  }
}

function auditWhere(filter: AuditFilter, after: AuditPosition | null): Prisma.AuditEntryWhereInput {
  const all: Prisma.AuditEntryWhereInput[] = []
  const { action } = filter
  if (filter.actor !== undefined) all.push({ actorName: filter.actor })
  if (action !== undefined) all.push({ OR: [{ action }, { action: { startsWith: `${action}.` } }] })
  if (filter.target !== undefined) all.push(targetWhere(filter.target))
  if (filter.from !== undefined) all.push({ at: { gte: filter.from } })
  if (filter.to !== undefined) all.push({ at: { lt: filter.to } })
  if (after !== null) all.push({ OR: [{ at: { lt: after.at } }, { at: after.at, id: { lt: after.id } }] })
  return { AND: all }
}

/** Newest first, `limit` entries after the position. */
export async function readAudit(db: Db, filter: AuditFilter, after: AuditPosition | null, limit: number) {
  return db.auditEntry.findMany({
    where: auditWhere(filter, after),
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take: limit,
  })
}
