/** `/events`: which resources changed, as they change. A stream costs a connection, so their number is limited. */
import type { Context } from 'hono'
import { streamSSE } from 'hono/streaming'
import type { Logger } from 'pino'
import type { Auth } from '../auth/auth.ts'
import { Refusal } from '../errors.ts'
import type { Events } from '../events/events.ts'
import * as contract from './contract/events.ts'
import { stillAllowed } from './credentials.ts'
import { sendEvents } from './event-stream.ts'
import type { Api, ApiEnv } from './types.ts'

export interface EventServices {
  readonly auth: Auth
  readonly events: Events
  readonly log: Logger
  readonly eventLimits?: Partial<EventLimits>
}

export interface EventLimits {
  /** Of this process; default 1,000. */
  readonly mostStreams: number
  readonly commentEveryMs: number
  /** Some end up to a tenth earlier, so that they do not all come back at once. */
  readonly endAfterMs: number
}

const LIMITS: EventLimits = { mostStreams: 1_000, commentEveryMs: 15_000, endAfterMs: 30 * 60_000 }
const RETRY_AFTER_SECONDS = 30

const HEADERS = {
  'content-type': 'text/event-stream',
  // `no-transform`: whoever compresses would hold events back until a block is full.
  'cache-control': 'no-store, no-transform',
  'x-accel-buffering': 'no',
}

const tooMany = (most: number) =>
  new Refusal(
    503,
    'too-many-streams',
    `${most} event streams are open here, which is the limit: poll instead.`,
    {
      extra: { retryAfterSeconds: RETRY_AFTER_SECONDS },
    },
  )

export function registerEvents(api: Api, { auth, events, log, eventLimits }: EventServices): void {
  const limits = { ...LIMITS, ...eventLimits }
  let open = 0

  function openStream(c: Context<ApiEnv>): Response {
    const headers = new Headers(c.req.raw.headers)
    open += 1
    return streamSSE(c, (stream) =>
      sendEvents(stream, {
        events,
        commentEveryMs: limits.commentEveryMs,
        endAfterMs: limits.endAfterMs * (1 - Math.random() / 10),
        // With the database away nobody can tell; the stream says nothing that is secret.
        stillAllowed: () => stillAllowed(headers, auth, 'read').catch(() => true),
      })
        .catch((error: unknown) => log.warn({ err: error }, 'an event stream broke'))
        .finally(() => {
          open -= 1
        }),
    )
  }

  api.get(contract.streamEvents.path, (c) => {
    if (c.req.method === 'HEAD') return c.body(null, 200, HEADERS)
    if (events.closed.aborted) throw new Refusal(503, 'closing', 'The control plane is stopping.')
    if (open >= limits.mostStreams) throw tooMany(limits.mostStreams)
    const response = openStream(c)
    for (const [name, value] of Object.entries(HEADERS)) response.headers.set(name, value)
    // Of HTTP/1.1 alone; the server that sends it knows better.
    for (const name of ['transfer-encoding', 'connection']) response.headers.delete(name)
    return response
  })
}
