/** Who sends a request: a program by its token, else a person by their session. */
import type { Auth } from '../auth/auth.ts'
import { type Actor, allows, type Scope } from '../auth/scopes.ts'

export interface Identified {
  readonly actor: Actor
  readonly by: 'token' | 'session'
  /** `Set-Cookie` values that prolong the session. */
  readonly cookies: readonly string[]
}

/** Undefined without the header, null when it is not one of ours. */
function bearerOf(headers: Headers): string | null | undefined {
  const header = headers.get('authorization')
  if (header === null) return undefined
  return /^Bearer +(\S+) *$/i.exec(header)?.[1] ?? null
}

/** Null without credentials that are valid now. */
export async function identify(headers: Headers, auth: Auth): Promise<Identified | null> {
  const secret = bearerOf(headers)
  if (secret === null) return null
  if (secret !== undefined) {
    const actor = await auth.tokens.lookup(secret)
    return actor === null ? null : { actor, by: 'token', cookies: [] }
  }
  const session = await auth.sessions.read(headers)
  return session === null ? null : { ...session, by: 'session' }
}

/** For an answer that lasts: may who asked for it still have it? */
export async function stillAllowed(headers: Headers, auth: Auth, needed: Scope): Promise<boolean> {
  const found = await identify(headers, auth)
  return found !== null && allows(found.actor.scopes, needed)
}
