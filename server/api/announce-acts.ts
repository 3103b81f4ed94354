/** Whatever a caller changed is in the audit, so every accepted act of theirs is news for who reads it. */
import type { MiddlewareHandler } from 'hono'
import { matchedRoutes } from 'hono/route'
import type { Events } from '../events/events.ts'
import { accessOf } from './access.ts'
import { changesState } from './origin.ts'
import type { ApiEnv } from './types.ts'

/** Published tasks and heartbeats change state too, but no audit records them. */
const UNRECORDED: ReadonlySet<string> = new Set(['publish', 'worker', 'read'])

export function announceActs({ events }: { readonly events: Events }): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    await next()
    if (!changesState(c.req.method) || c.res.status >= 400) return
    const pattern = matchedRoutes(c).find((route) => route.method !== 'ALL')?.path
    if (pattern !== undefined && !UNRECORDED.has(accessOf(c.req.method, pattern))) events.changed('audit')
  }
}
