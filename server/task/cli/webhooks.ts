/** `signalbox webhooks list` and `signalbox webhooks show`: where providers deliver, and what came of it. */
import { z } from 'zod'
import type { ApiClient } from './api-client.ts'
import { count, instant, oneLine, table } from './words.ts'

const webhook = z.looseObject({
  name: z.string(),
  project: z.string(),
  type: z.string(),
  scheme: z.string(),
  secret: z.string(),
  idFrom: z.string().nullable(),
  enabled: z.boolean(),
  description: z.string(),
  url: z.string(),
  problems: z.array(z.string()),
  counts: z.object({ accepted: z.int(), repeated: z.int(), refused: z.int() }),
  lastReceivedAt: z.string().nullable(),
  lastRefusal: z.object({ at: z.string(), reason: z.string() }).nullable(),
})
export type ShownWebhook = z.infer<typeof webhook>
const pageSchema = z.object({ items: z.array(webhook) })

export async function listWebhooks(api: ApiClient): Promise<ShownWebhook[]> {
  return (await api.request({ path: '/webhooks', schema: pageSchema })).items
}

export function readWebhook(api: ApiClient, name: string): Promise<ShownWebhook> {
  return api.request({ path: `/webhooks/${encodeURIComponent(name)}`, schema: webhook })
}

/** The worst that is known of it: what stands in the way now, before what was refused last. */
function stateOf({ enabled, problems, lastReceivedAt, lastRefusal }: ShownWebhook): string {
  if (!enabled) return 'disabled'
  if (problems.length > 0) return `receives nothing: ${problems.join('; ')}`
  if (lastReceivedAt === null) return 'waits for the first delivery'
  if (lastRefusal?.at === lastReceivedAt) return `last delivery refused: ${lastRefusal.reason}`
  return 'receives'
}

export function webhookLines(webhooks: readonly ShownWebhook[], width: number): string[] {
  const rows = webhooks.map((one) => [
    ...[one.name, one.scheme, one.type, one.project],
    ...[one.counts.accepted, one.counts.repeated, one.counts.refused].map(count),
    one.lastReceivedAt === null ? '—' : instant(one.lastReceivedAt),
    stateOf(one),
  ])
  const heads = [
    'NAME',
    'SCHEME',
    'TYPE',
    'PROJECT',
    'ACCEPTED',
    'REPEATED',
    'REFUSED',
    'LAST (UTC)',
    'STATE',
  ]
  return table([heads, ...rows], width)
}

export function webhookText(shown: ShownWebhook): string {
  const { counts, lastRefusal, lastReceivedAt } = shown
  const facts: [string, string][] = [
    ['Webhook', shown.name],
    ['State', stateOf(shown)],
    ['Address', shown.url],
    ['Scheme', shown.scheme],
    ['Secret', shown.secret],
    ['Message id', shown.idFrom ?? 'as the scheme says'],
    ['Becomes', `${shown.type} in the name of ${shown.project}`],
    [
      'Deliveries',
      `${count(counts.accepted)} accepted, ${count(counts.repeated)} repeated, ${count(counts.refused)} refused`,
    ],
    ['Last', lastReceivedAt === null ? '—' : `${instant(lastReceivedAt)} UTC`],
    ['Last refusal', lastRefusal === null ? '—' : `${instant(lastRefusal.at)} UTC: ${lastRefusal.reason}`],
    ...(shown.description === '' ? [] : [['About', shown.description] as [string, string]]),
  ]
  return facts.map(([name, value]) => `${name.padEnd(12)}  ${oneLine(value)}`).join('\n')
}
