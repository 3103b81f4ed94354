/** What every request gets, whatever it asks for: an id, a line in the log, headers that keep browsers careful. */
import { randomUUID } from 'node:crypto'
import type { Context, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Logger } from 'pino'
import { Refusal } from '../errors.ts'
import { changesState } from './origin.ts'
import type { ApiEnv } from './types.ts'

const MAX_BODY_BYTES = 8 * 1_048_576
/** What an id of somebody else may look like, so that it can stand in logs and headers. */
const SANE_REQUEST_ID = /^[\w.:-]{1,128}$/

/** Answers are data: nothing in them may run or be framed. The rendered document has a policy of its own. */
const API_POLICY = "default-src 'none'; frame-ancestors 'none'"

/** Takes over a sane `X-Request-Id`, else makes one, and answers it. */
export function requestId(): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const given = c.req.header('x-request-id')
    const id = given !== undefined && SANE_REQUEST_ID.test(given) ? given : randomUUID()
    c.set('requestId', id)
    await next()
    c.res.headers.set('x-request-id', id)
  }
}

function levelOf(c: Context<ApiEnv>): 'error' | 'info' | 'debug' {
  if (c.res.status >= 500) return 'error'
  // Polls and heartbeats of ten thousand workers would drown the rest.
  const routine = !changesState(c.req.method) || c.get('actor')?.scopes.has('worker') === true
  return c.res.status < 400 && routine ? 'debug' : 'info'
}

/** One line per request. The query is left out: it may hold what somebody searched for. */
export function requestLog(log: Logger): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const startedMs = performance.now()
    await next()
    log[levelOf(c)](
      {
        requestId: c.get('requestId'),
        method: c.req.method,
        path: c.req.path,
        status: c.res.status,
        durationMs: Math.round((performance.now() - startedMs) * 10) / 10,
        actor: c.get('actor')?.name,
      },
      'request',
    )
  }
}

export function securityHeaders(baseUrl: string): MiddlewareHandler<ApiEnv> {
  const https = baseUrl.startsWith('https:')
  return async (c, next) => {
    await next()
    const { headers } = c.res
    if (!headers.has('content-security-policy')) headers.set('content-security-policy', API_POLICY)
    if (!headers.has('cache-control')) headers.set('cache-control', 'no-store')
    headers.set('x-content-type-options', 'nosniff')
    headers.set('x-frame-options', 'DENY')
    headers.set('referrer-policy', 'no-referrer')
    headers.set('cross-origin-resource-policy', 'same-origin')
    if (https) headers.set('strict-transport-security', 'max-age=31536000')
  }
}

export function limitBody(): MiddlewareHandler<ApiEnv> {
  return bodyLimit({
    maxSize: MAX_BODY_BYTES,
    onError: () => {
      throw new Refusal(413, 'too-large', `Expected a body of at most ${MAX_BODY_BYTES} bytes.`)
    },
  })
}
