/** People change: a role, a password, or they leave. Somebody always stays admin. */
import { conflict, notFound, Refusal } from '../errors.ts'
import { recordAudit } from '../store/audit.ts'
import type { Db } from '../store/database.ts'
import { lockSetup } from '../store/links.ts'
import { countAdmins, deletePerson, findPerson, type PersonRow, updateRole } from '../store/people.ts'
import type { Auth, Caller } from './auth.ts'
import type { PersonRole } from './scopes.ts'

/** Under the lock, so that two admins cannot remove each other at the same time. */
async function lockPerson(tx: Db, id: string): Promise<PersonRow> {
  await lockSetup(tx)
  const person = await findPerson(tx, id)
  if (person === null) throw notFound('person', id)
  return person
}

async function keepAnAdmin(tx: Db, person: PersonRow): Promise<void> {
  if (person.role === 'admin' && (await countAdmins(tx)) === 1)
    throw conflict('last-admin', `${person.email} is the only admin. Make somebody else admin first.`)
}

const target = (person: PersonRow) => ({ kind: 'person', name: person.email })

/** @throws Refusal 404, 409 `last-admin` */
export async function changeRole(
  auth: Auth,
  { actor, requestId }: Caller,
  id: string,
  role: PersonRole,
): Promise<PersonRow> {
  return auth.database.prisma.$transaction(async (tx) => {
    const before = await lockPerson(tx, id)
    if (before.role === role) return before
    await keepAnAdmin(tx, before)
    const after = await updateRole(tx, id, role)
    if (after === null) throw notFound('person', id)
    const change = { before: { role: before.role }, after: { role } }
    await recordAudit(tx, actor, { action: 'person.change', target: target(after), ...change, requestId })
    return after
  })
}

/** @throws Refusal 404, 409 `last-admin` */
export async function removePerson(auth: Auth, { actor, requestId }: Caller, id: string): Promise<void> {
  await auth.database.prisma.$transaction(async (tx) => {
    const person = await lockPerson(tx, id)
    await keepAnAdmin(tx, person)
    await deletePerson(tx, id)
    const before = { name: person.name, role: person.role }
    await recordAudit(tx, actor, { action: 'person.remove', target: target(person), before, requestId })
  })
}

/**
 * @returns the `Set-Cookie` values to answer
 * @throws Refusal 409 `no-session` for a token, 422 for a wrong present password, 429 after too many of them
 */
export async function changePassword(
  auth: Auth,
  { actor, requestId }: Caller,
  passwords: { readonly currentPassword: string; readonly newPassword: string },
  { headers, address }: { readonly headers: Headers; readonly address: string },
): Promise<string[]> {
  if (actor.kind !== 'person') throw new Refusal(409, 'no-session', 'A token has no password.')
  const forgive = auth.throttle.attempt(address, actor.name)
  const { currentPassword, newPassword } = passwords
  const cookies = await auth.sessions.changePassword(currentPassword, newPassword, headers)
  forgive()
  const of = { kind: 'person', name: actor.name }
  await recordAudit(auth.database.prisma, actor, { action: 'person.change-password', target: of, requestId })
  return cookies
}
