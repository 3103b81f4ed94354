/** `/audit`: who did what, when, to what. */
import { listAudit } from '../audit/list-audit.ts'
import type { Database } from '../store/database.ts'
import * as contract from './contract/people.ts'
import type { Api } from './types.ts'

export interface AuditServices {
  readonly database: Database
}

type Entry = Awaited<ReturnType<typeof listAudit>>['items'][number]

const toView = (entry: Entry): contract.AuditEntryView => ({
  id: String(entry.id),
  at: entry.at.toISOString(),
  actor: { kind: entry.actorKind as contract.AuditEntryView['actor']['kind'], name: entry.actorName },
  action: entry.action,
  target: { kind: entry.targetKind, name: entry.targetName },
  reason: entry.reason,
  before: entry.before,
  after: entry.after,
  requestId: entry.requestId,
})

const instantOf = (text: string | undefined) => (text === undefined ? undefined : new Date(text))

export function registerAudit(api: Api, { database }: AuditServices): void {
  api.openapi(contract.listAudit, async (c) => {
    const { cursor, limit, from, to, ...filter } = c.req.valid('query')
    const range = { from: instantOf(from), to: instantOf(to) }
    const page = await listAudit(database.prisma, { ...filter, ...range }, cursor, limit)
    return c.json({ items: page.items.map(toView), nextCursor: page.nextCursor }, 200)
  })
}
