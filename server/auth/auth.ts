/**
 * Who asks, and may they. Receives a request's credentials; hands on an `Actor` with scopes. People come by session
 * cookie (`sessions.ts`), programs by token (`token-directory.ts`); links make the first admin and invited people.
 */
import type { Logger } from 'pino'
import type { Database } from '../store/database.ts'
import { createBetterAuth } from './better-auth.ts'
import type { Actor } from './scopes.ts'
import { createSessions, type Sessions } from './sessions.ts'
import { createSignInThrottle, type SignInThrottle } from './sign-in-throttle.ts'
import { createTokenDirectory, type TokenDirectory } from './token-directory.ts'

export interface Auth {
  readonly database: Database
  /** Without a trailing slash; links begin with it. */
  readonly baseUrl: string
  readonly now: () => Date
  readonly sessions: Sessions
  readonly tokens: TokenDirectory
  readonly throttle: SignInThrottle
}

export interface AuthOptions {
  readonly database: Database
  /** Signs session cookies; at least 32 characters, the same in every process of the control plane. */
  readonly secret: string
  readonly baseUrl: string
  readonly log: Logger
  readonly now?: () => Date
}

/** What of a request its act is recorded with. */
export interface Caller {
  readonly actor: Actor
  readonly requestId: string
}

export function createAuth({ database, secret, baseUrl, log, now = () => new Date() }: AuthOptions): Auth {
  return {
    database,
    baseUrl,
    now,
    sessions: createSessions(createBetterAuth({ database, secret, baseUrl, log }), database),
    tokens: createTokenDirectory({ database, now, log }),
    throttle: createSignInThrottle(now),
  }
}
