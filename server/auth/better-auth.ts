/**
 * better-auth, as Signalbox uses it: e-mail and password, sessions in our tables, no self sign-up. Its own routes are
 * not mounted; `sessions.ts` calls its server API.
 */
import { prismaAdapter } from 'better-auth/adapters/prisma'
import { betterAuth } from 'better-auth/minimal'
import { admin } from 'better-auth/plugins/admin'
import { adminAc, userAc } from 'better-auth/plugins/admin/access'
import type { Logger } from 'pino'
import type { Database } from '../store/database.ts'

export const SESSION_COOKIE = 'signalbox.session_token'
const SESSION_SECONDS = 7 * 86_400
/** A session in use is prolonged at most once in so many seconds. */
const SESSION_UPDATE_SECONDS = 86_400

export interface BetterAuthOptions {
  readonly database: Database
  /** Signs the session cookie; at least 32 characters. */
  readonly secret: string
  /** How browsers reach us. The cookie is `Secure` when it is https. */
  readonly baseUrl: string
  readonly log: Logger
}

/** better-auth reports refused sign-ins, which the audit records; only its errors are news. */
const logTo = (log: Logger) => (level: string, message: string, error: unknown) => {
  if (level === 'error') log.error({ err: error }, `better-auth: ${message}`)
  else log.debug(`better-auth: ${message}`)
}

export function createBetterAuth({ database, secret, baseUrl, log }: BetterAuthOptions) {
  return betterAuth({
    secret,
    baseURL: baseUrl,
    database: prismaAdapter(database.prisma, { provider: 'postgresql' }),
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 12, maxPasswordLength: 200 },
    session: { expiresIn: SESSION_SECONDS, updateAge: SESSION_UPDATE_SECONDS },
    plugins: [admin({ defaultRole: 'viewer', roles: { viewer: userAc, operator: userAc, admin: adminAc } })],
    advanced: {
      cookiePrefix: 'signalbox',
      // Without this the name would get a prefix under https, and the contract names the cookie.
      useSecureCookies: false,
      defaultCookieAttributes: { secure: baseUrl.startsWith('https:'), httpOnly: true, sameSite: 'lax' },
    },
    logger: { log: logTo(log) },
    telemetry: { enabled: false },
  })
}
export type BetterAuth = ReturnType<typeof createBetterAuth>
