/** For tests of resource files: an app with the real error mapper, and an actor that the test chooses. */
import { OpenAPIHono } from '@hono/zod-openapi'
import { pino } from 'pino'
import type { Actor, Scope } from '../auth/scopes.ts'
import { problemHandler } from './problem.ts'
import type { Api, ApiEnv } from './types.ts'
import { refuseInvalid } from './validation.ts'

export interface TestApp {
  readonly api: Api
  actor: Actor
  request(
    method: string,
    path: string,
    init?: { headers?: Record<string, string>; body?: unknown },
  ): Promise<Response>
}

export function actorWith(scopes: readonly Scope[], more: Partial<Actor> = {}): Actor {
  return { kind: 'person', id: 'u1', name: 'ana', scopes: new Set(scopes), ...more }
}

export function createTestApp(actor: Actor): TestApp {
  const api: Api = new OpenAPIHono<ApiEnv>({ defaultHook: refuseInvalid })
  const app: TestApp = {
    api,
    actor,
    async request(method, path, { headers = {}, body } = {}) {
      const raw = typeof body === 'string' || body instanceof Uint8Array || body === undefined
      const sent = (raw ? body : JSON.stringify(body)) as BodyInit | undefined
      const type: Record<string, string> = sent === undefined ? {} : { 'content-type': 'application/json' }
      return api.request(path, {
        method,
        headers: { ...type, ...headers },
        ...(sent === undefined ? {} : { body: sent }),
      })
    },
  }
  api.use('*', async (c, next) => {
    c.set('actor', app.actor)
    c.set('requestId', 'test')
    await next()
  })
  api.onError(problemHandler(pino({ level: 'silent' })))
  return app
}
