/** What every resource file of the API receives. */
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Actor } from '../auth/scopes.ts'

export interface ApiEnv {
  Variables: {
    /** Set by the guard on every route that is not public. */
    actor: Actor
    requestId: string
  }
}

export type Api = OpenAPIHono<ApiEnv>
