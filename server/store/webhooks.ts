/** Inbound webhooks, and what is counted of their deliveries. */
import type { Database, Db } from './database.ts'
import type { Prisma } from './generated/client.ts'

export interface WebhookFields {
  readonly name: string
  readonly project: string
  readonly type: string
  readonly scheme: string
  readonly options: Readonly<Record<string, string | undefined>>
  readonly secret: string
  readonly idFrom: string | null
  readonly enabled: boolean
  readonly description: string
}

export interface WebhookRow extends WebhookFields {
  readonly createdAt: Date
  readonly updatedAt: Date
  readonly accepted: number
  readonly repeated: number
  readonly refused: number
  readonly lastReceivedAt: Date | null
  readonly lastRefusedAt: Date | null
  readonly lastRefusal: string | null
}

type Stored = Prisma.WebhookGetPayload<object>

function rowOf({ projectName, typeName, options, accepted, repeated, refused, ...row }: Stored): WebhookRow {
  return {
    ...row,
    ...{ project: projectName, type: typeName, options: options as WebhookFields['options'] },
    ...{ accepted: Number(accepted), repeated: Number(repeated), refused: Number(refused) },
  }
}

function dataOf({ project, type, options, ...fields }: WebhookFields) {
  return { ...fields, projectName: project, typeName: type, options: options as Prisma.InputJsonObject }
}

export async function readWebhooks(db: Db): Promise<WebhookRow[]> {
  return (await db.webhook.findMany({ orderBy: { name: 'asc' } })).map(rowOf)
}

export async function findWebhook(db: Db, name: string): Promise<WebhookRow | null> {
  const row = await db.webhook.findUnique({ where: { name } })
  return row === null ? null : rowOf(row)
}

/** Keeps everybody else from changing the row until the transaction ends. */
export async function lockWebhook(db: Db, name: string): Promise<WebhookRow | null> {
  await db.$queryRaw`select 1 from webhook where name = ${name} for update`
  return findWebhook(db, name)
}

/** @returns false when the name is taken */
export async function insertWebhook(db: Db, fields: WebhookFields): Promise<boolean> {
  const { count } = await db.webhook.createMany({ data: dataOf(fields), skipDuplicates: true })
  return count === 1
}

export async function updateWebhook(db: Db, fields: WebhookFields): Promise<void> {
  await db.webhook.update({ where: { name: fields.name }, data: dataOf(fields) })
}

export async function deleteWebhook(db: Db, name: string): Promise<void> {
  await db.webhook.delete({ where: { name } })
}

export type Fate = 'accepted' | 'repeated' | 'refused'

/** Counts one delivery; of a refusal the reason is kept. */
export async function countDelivery(
  database: Database,
  name: string,
  fate: Fate,
  reason: string | null,
): Promise<void> {
  await database.pool.query({
    name: 'count-delivery',
    text: `update webhook set "lastReceivedAt" = now(),
        accepted = accepted + ($2 = 'accepted')::int, repeated = repeated + ($2 = 'repeated')::int,
        refused = refused + ($2 = 'refused')::int,
        "lastRefusedAt" = case when $2 = 'refused' then now() else "lastRefusedAt" end,
        "lastRefusal" = case when $2 = 'refused' then $3 else "lastRefusal" end
      where name = $1`,
    values: [name, fate, reason],
  })
}
