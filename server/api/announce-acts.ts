/**
 * Every accepted act of a caller is news: for who reads the audit, which records it, and for the screens of the
 * resource that it was an act on. Rooms tell of what follows from it by themselves.
 */
import type { MiddlewareHandler } from 'hono'
import { matchedRoutes } from 'hono/route'
import type { Events, Resource } from '../events/events.ts'
import { API_BASE, accessOf } from './access.ts'
import { changesState } from './origin.ts'
import type { ApiEnv } from './types.ts'

/** Published tasks and heartbeats change state too, but no audit records them. */
const UNRECORDED: ReadonlySet<string> = new Set(['publish', 'worker', 'read'])

/** Questions that are posted because they have a body, and deliveries, which no audit records. */
const QUESTIONS: ReadonlySet<string> = new Set([
  `${API_BASE}/change-sets/preview`,
  `${API_BASE}/links/inspect`,
  `${API_BASE}/hooks/:webhook`,
])

/** By the first segment of the path. */
const TOUCHED: Readonly<Record<string, readonly Resource[]>> = {
  projects: ['projects', 'assignments'],
  'task-types': ['assignments', 'queues'],
  backends: ['backends'],
  queues: ['queues'],
  instances: ['instances'],
  tasks: ['queues'],
}

export function announceActs({ events }: { readonly events: Events }): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    await next()
    if (!changesState(c.req.method) || c.res.status >= 400) return
    const pattern = matchedRoutes(c).find((route) => route.method !== 'ALL')?.path
    if (pattern === undefined || QUESTIONS.has(pattern)) return
    if (UNRECORDED.has(accessOf(c.req.method, pattern))) return
    const [segment = ''] = pattern.slice(API_BASE.length + 1).split('/')
    events.changed('audit', ...(TOUCHED[segment] ?? []))
  }
}
