/** `signalbox failures list` and `signalbox failures show`: dead tasks on a terminal, or as JSON for other programs. */
import { z } from 'zod'
import type { ApiClient } from './api-client.ts'
import { type FilterOptions, filterQuery } from './failure-filter.ts'
import { count, instant, plainText, table } from './words.ts'

export interface ListOptions extends FilterOptions {
  readonly status: string
  readonly limit: number
}

const summary = z.looseObject({
  id: z.string(),
  type: z.string(),
  project: z.string().nullable(),
  reason: z.string(),
  attempts: z.int(),
  failedAt: z.string(),
  error: z.object({ name: z.string(), message: z.string() }),
})
type Summary = z.infer<typeof summary>
const pageSchema = z.object({ items: z.array(summary), nextCursor: z.string().nullable() })
const facetsSchema = z.object({ total: z.object({ value: z.int(), capped: z.boolean() }) })

const MOST_PER_PAGE = 500

export interface FoundFailures {
  readonly items: readonly Summary[]
  /** Whether there are more than were asked for. */
  readonly more: boolean
}

export async function listFailures(
  api: ApiClient,
  { status, limit, ...filter }: ListOptions,
): Promise<FoundFailures> {
  const items: Summary[] = []
  let cursor: string | null = null
  do {
    const query = filterQuery(filter)
    query.set('status', status)
    query.set('limit', String(Math.min(limit - items.length, MOST_PER_PAGE)))
    if (cursor !== null) query.set('cursor', cursor)
    const page: z.infer<typeof pageSchema> = await api.request({
      path: '/failures',
      query,
      schema: pageSchema,
    })
    items.push(...page.items)
    cursor = page.nextCursor
  } while (cursor !== null && items.length < limit)
  return { items, more: cursor !== null }
}

/** "41,218 dead", "at least 10,000 dead". */
export async function howMany(api: ApiClient, { status, limit: _, ...filter }: ListOptions): Promise<string> {
  const query = filterQuery(filter)
  query.set('status', status)
  const { total } = await api.request({ path: '/failure-facets', query, schema: facetsSchema })
  return `${total.capped ? 'at least ' : ''}${count(total.value)} ${status}`
}

export function failureLines({ items }: FoundFailures, width: number): string[] {
  const rows = items.map((one) => [
    instant(one.failedAt),
    one.id,
    one.type,
    one.project ?? '—',
    one.reason,
    count(one.attempts),
    one.error.message || one.error.name,
  ])
  return table([['FAILED (UTC)', 'ID', 'TYPE', 'PROJECT', 'REASON', 'ATTEMPTS', 'ERROR'], ...rows], width)
}

const failure = summary.extend({
  taskId: z.string(),
  status: z.string(),
  backend: z.string(),
  instance: z.string().nullable(),
  revision: z.int().nullable(),
  error: z.object({ name: z.string(), message: z.string(), stack: z.string().nullable() }),
  response: z.object({ status: z.int(), body: z.string() }).nullable(),
  timeline: z.array(z.object({ at: z.string(), error: z.string() })),
  payload: z.unknown(),
  text: z.string().nullable(),
  payloadBytes: z.int(),
  redacted: z.boolean(),
  archived: z.object({ at: z.string(), by: z.string(), reason: z.string() }).nullable(),
  replays: z.array(z.object({ id: z.string(), state: z.string(), at: z.string().nullable() })),
})
export type ShownFailure = z.infer<typeof failure>

export function readFailure(api: ApiClient, id: string): Promise<ShownFailure> {
  return api.request({ path: `/failures/${encodeURIComponent(id)}`, schema: failure })
}

export function failureText(shown: ShownFailure): string {
  const { error, response, timeline, archived } = shown
  const where = [shown.project, shown.instance, shown.revision === null ? null : `revision ${shown.revision}`]
  const facts: [string, string][] = [
    ['Failure', shown.id],
    ['Task', shown.taskId],
    ['Type', `${shown.type} on ${shown.backend}`],
    [
      'Status',
      archived === null ? shown.status : `archived by ${archived.by} at ${instant(archived.at)} UTC`,
    ],
    [
      'Reason',
      `${shown.reason}, after ${shown.attempts === 1 ? '1 attempt' : `${count(shown.attempts)} attempts`}`,
    ],
    ['Failed', `${instant(shown.failedAt)} UTC`],
    ['In', where.filter((part) => part !== null).join(', ') || '—'],
    ...shown.replays.map(({ id, state }): [string, string] => ['Replay', `${id}, ${state}`]),
  ]
  return [
    ...table(facts, Number.POSITIVE_INFINITY),
    '',
    plainText(error.stack ?? `${error.name}: ${error.message}`),
    ...(response === null ? [] : ['', `The target answered ${response.status}:`, plainText(response.body)]),
    ...(timeline.length === 0
      ? []
      : [
          '',
          'Attempts:',
          ...timeline.map(({ at, error: failed }) => `  ${instant(at)}  ${plainText(failed)}`),
        ]),
    '',
    payloadTitle(shown),
    plainText(payloadText(shown)),
  ].join('\n')
}

const payloadTitle = ({ payloadBytes, redacted }: ShownFailure) =>
  `Payload, ${count(payloadBytes)} bytes${redacted ? ' (what its type marks as confidential is hidden)' : ''}:`

function payloadText({ payload, text }: ShownFailure): string {
  if (text !== null) return text
  return payload === undefined || payload === null
    ? '(not readable as text)'
    : JSON.stringify(payload, null, 2)
}
