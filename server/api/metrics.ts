/** `/metrics` for Prometheus, and the middleware that measures requests. The guard decides who may scrape. */
import type { Context, MiddlewareHandler } from 'hono'
import { matchedRoutes } from 'hono/route'
import type { ControlPlaneMetrics } from '../metrics/control-plane-metrics.ts'
import type { Api, ApiEnv } from './types.ts'

export interface MetricsServices {
  readonly metrics: ControlPlaneMetrics
}

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/** The pattern of the route itself; middleware matches under the method ALL. */
const patternOf = (c: Context<ApiEnv>) =>
  matchedRoutes(c).find((route) => route.method !== 'ALL')?.path ?? 'unmatched'

/** Counts and times every request, by its route's pattern. Stands before whatever may answer. */
export function httpMetrics({ metrics }: MetricsServices): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const startedMs = performance.now()
    await next()
    metrics.observeHttp({
      method: METHODS.has(c.req.method) ? c.req.method : 'other',
      route: patternOf(c),
      status: c.res.status,
      seconds: (performance.now() - startedMs) / 1_000,
    })
  }
}

export function registerMetrics(app: Api, { metrics }: MetricsServices): void {
  app.get('/metrics', async (c) => {
    const { text, contentType } = await metrics.scrape()
    return c.body(text, 200, { 'content-type': contentType })
  })
}
