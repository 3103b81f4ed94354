/** Sessions of people: a cookie in, a person out. The only file that calls better-auth. */
import { isAPIError } from 'better-auth/api'
import { invalid, Refusal } from '../errors.ts'
import type { Database } from '../store/database.ts'
import { deleteSession, knownRole } from '../store/people.ts'
import { type BetterAuth, SESSION_COOKIE } from './better-auth.ts'
import { type Actor, scopesOfRole } from './scopes.ts'

export interface Session {
  readonly actor: Actor
  /** `Set-Cookie` values to answer: a prolonged session. */
  readonly cookies: readonly string[]
}

export interface Sessions {
  /** Null without a session cookie, or with one that is expired, signed out, forged or of a banned person. */
  read(headers: Headers): Promise<Session | null>
  /**
   * @returns the `Set-Cookie` values and who signed in
   * @throws Refusal 401 `credentials-refused`
   */
  signIn(email: string, password: string, headers: Headers): Promise<{ personId: string; cookies: string[] }>
  /** @returns the `Set-Cookie` values that clear the cookie; the session itself is gone when this resolves */
  signOut(headers: Headers): Promise<string[]>
  /**
   * Ends the person's other sessions. The cookie has been accepted before.
   * @returns the `Set-Cookie` values of the session that goes on
   * @throws Refusal 422 when `current` is not their password
   */
  changePassword(current: string, wanted: string, headers: Headers): Promise<string[]>
  hashPassword(password: string): Promise<string>
}

const refusedCredentials = () =>
  new Refusal(401, 'credentials-refused', 'E-mail address and password do not match a person.')

/** Its own failures hide their cause behind a 500; the cause tells whether the database is away. */
function uncover(error: unknown): unknown {
  return isAPIError(error) && error.statusCode >= 500 && error.cause !== undefined ? error.cause : error
}

const isRefusal = (error: unknown) =>
  isAPIError(error) && (error.statusCode === 401 || error.statusCode === 403 || error.statusCode === 400)

async function find(auth: BetterAuth, headers: Headers) {
  if (!headers.get('cookie')?.includes(SESSION_COOKIE)) return null
  try {
    return await auth.api.getSession({ headers, returnHeaders: true })
  } catch (error) {
    if (isRefusal(error)) return null
    throw uncover(error)
  }
}

async function read(auth: BetterAuth, headers: Headers): Promise<Session | null> {
  const found = await find(auth, headers)
  if (found === null || found.response === null) return null
  const { user } = found.response
  const role = knownRole(user.role)
  if (user.banned || role === null) return null
  return {
    actor: { kind: 'person', id: user.id, name: user.email, scopes: scopesOfRole(role) },
    cookies: found.headers.getSetCookie(),
  }
}

async function signIn(auth: BetterAuth, email: string, password: string, headers: Headers) {
  try {
    const done = await auth.api.signInEmail({ body: { email, password }, headers, returnHeaders: true })
    return { personId: done.response.user.id, cookies: done.headers.getSetCookie() }
  } catch (error) {
    if (isRefusal(error)) throw refusedCredentials()
    throw uncover(error)
  }
}

async function signOut(auth: BetterAuth, database: Database, headers: Headers): Promise<string[]> {
  const found = await find(auth, headers)
  // better-auth logs a failed delete and answers success; a session that lives on must not look signed out.
  const token = found?.response?.session.token
  if (token !== undefined) await deleteSession(database.prisma, token)
  const done = await auth.api.signOut({ headers, returnHeaders: true })
  return done.headers.getSetCookie()
}

async function changePassword(auth: BetterAuth, current: string, wanted: string, headers: Headers) {
  const body = { currentPassword: current, newPassword: wanted, revokeOtherSessions: true }
  try {
    const done = await auth.api.changePassword({ body, headers, returnHeaders: true })
    return done.headers.getSetCookie()
  } catch (error) {
    if (!isRefusal(error)) throw uncover(error)
    throw invalid('The password was not changed.', [
      { pointer: '/currentPassword', detail: 'expected your present password' },
    ])
  }
}

export function createSessions(auth: BetterAuth, database: Database): Sessions {
  return {
    read: (headers) => read(auth, headers),
    signIn: (email, password, headers) => signIn(auth, email, password, headers),
    signOut: (headers) => signOut(auth, database, headers),
    changePassword: (current, wanted, headers) => changePassword(auth, current, wanted, headers),
    hashPassword: async (password) => (await auth.$context).password.hash(password),
  }
}
