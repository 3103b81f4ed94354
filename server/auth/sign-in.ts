/** Signing in and out. Both are audited, and so is a sign-in that was refused. */
import { Refusal } from '../errors.ts'
import { recordAudit } from '../store/audit.ts'
import { findPerson, type PersonRow } from '../store/people.ts'
import type { Auth, Caller } from './auth.ts'
import { type Actor, scopesOfRole } from './scopes.ts'

export interface Credentials {
  readonly email: string
  readonly password: string
  readonly headers: Headers
  /** Of the client; what failed attempts are counted by. */
  readonly address: string
  readonly requestId: string
}

export interface SignedIn {
  readonly person: PersonRow
  readonly cookies: readonly string[]
}

/** Nobody has been recognised yet: the entry names the address that was tried. */
const stranger = (email: string): Actor => ({ kind: 'person', id: '', name: email, scopes: new Set() })

export const personActor = (person: PersonRow): Actor => ({
  kind: 'person',
  id: person.id,
  name: person.email,
  scopes: scopesOfRole(person.role),
})

async function auditRefused(auth: Auth, { email, address, requestId }: Credentials): Promise<void> {
  const name = email.toLowerCase()
  await recordAudit(auth.database.prisma, stranger(name), {
    action: 'session.refuse',
    target: { kind: 'person', name },
    after: { address },
    requestId,
  })
}

/**
 * @throws Refusal 401 `credentials-refused`
 * @throws Refusal 429 `too-many-attempts`
 */
export async function signIn(auth: Auth, credentials: Credentials): Promise<SignedIn> {
  const { email, password, headers, address, requestId } = credentials
  const forgive = auth.throttle.attempt(address, email)
  try {
    const { personId, cookies } = await auth.sessions.signIn(email, password, headers)
    forgive()
    const person = await findPerson(auth.database.prisma, personId)
    if (person === null) throw new Refusal(401, 'credentials-refused', 'The person has just been removed.')
    await recordAudit(auth.database.prisma, personActor(person), {
      action: 'session.create',
      target: { kind: 'person', name: person.email },
      after: { address },
      requestId,
    })
    return { person, cookies }
  } catch (error) {
    if (error instanceof Refusal && error.status === 401) await auditRefused(auth, credentials)
    throw error
  }
}

/**
 * @returns the `Set-Cookie` values to answer
 * @throws Refusal 409 `no-session` for a caller with a token
 */
export async function signOut(auth: Auth, { actor, requestId }: Caller, headers: Headers): Promise<string[]> {
  if (actor.kind !== 'person')
    throw new Refusal(409, 'no-session', 'A token has no session to end. Revoke it instead.')
  const cookies = await auth.sessions.signOut(headers)
  await recordAudit(auth.database.prisma, actor, {
    action: 'session.delete',
    target: { kind: 'person', name: actor.name },
    requestId,
  })
  return cookies
}
