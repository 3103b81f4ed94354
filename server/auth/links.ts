/**
 * One-time links: the set-up link makes the first admin, an invitation a person. The token is in the link and nowhere
 * else; the database has its hash.
 */
import { Refusal } from '../errors.ts'
import { recordAudit } from '../store/audit.ts'
import type { Db } from '../store/database.ts'
import { consumeLink, dropOpenLinks, findLink, insertLink, type LinkRow, lockSetup } from '../store/links.ts'
import { adminExists, insertPerson, type PersonRow, personExists } from '../store/people.ts'
import { isUniqueViolation } from '../store/unavailable.ts'
import type { Auth, Caller } from './auth.ts'
import type { PersonRole } from './scopes.ts'
import { hashSecret, newLinkSecret } from './secrets.ts'
import { personActor } from './sign-in.ts'

const DAY_MS = 86_400_000
const SETUP_LIFETIME_MS = DAY_MS
const INVITATION_LIFETIME_MS = 7 * DAY_MS

/** The token is a fragment, which browsers keep to themselves: no proxy's log has it. */
export const linkUrl = (baseUrl: string, token: string) => `${baseUrl}/setup#token=${token}`

const spent = () =>
  new Refusal(410, 'link-spent', 'This link has been used, has expired or was replaced by a newer one.')
const emailTaken = (email: string) =>
  new Refusal(409, 'email-taken', `There is already a person with the e-mail address "${email}".`)

/**
 * For start-up: makes a set-up link while nobody is admin. Set-up links made before stop working.
 * @returns the link's token, good for a day; null when there is an admin
 */
export async function ensureSetupLink(auth: Auth): Promise<string | null> {
  return auth.database.prisma.$transaction(async (tx) => {
    await lockSetup(tx)
    if (await adminExists(tx)) return null
    await dropOpenLinks(tx, 'setup')
    const token = newLinkSecret()
    const expiresAt = new Date(auth.now().getTime() + SETUP_LIFETIME_MS)
    await insertLink(tx, {
      kind: 'setup',
      hash: hashSecret(token),
      role: 'admin',
      createdBy: 'start',
      expiresAt,
    })
    return token
  })
}

/** @throws Refusal 404 `link-unknown`, 410 `link-spent` */
export async function inspectLink(auth: Auth, token: string): Promise<LinkRow> {
  const link = await findLink(auth.database.prisma, hashSecret(token))
  if (link === null) throw new Refusal(404, 'link-unknown', 'This link is not one of ours, or was replaced.')
  const expired = link.expiresAt !== null && link.expiresAt <= auth.now()
  if (link.consumedAt !== null || expired) throw spent()
  return link
}

export interface Newcomer {
  readonly name: string
  readonly email: string
  readonly password: string
}

/**
 * Consumes the link and creates its person, in one transaction: of two at the same time one wins.
 * @throws Refusal 404 `link-unknown`, 410 `link-spent`, 409 `email-taken`, 422 for another e-mail than was invited
 */
export async function acceptLink(
  auth: Auth,
  token: string,
  newcomer: Newcomer,
  requestId: string,
): Promise<PersonRow> {
  const link = await inspectLink(auth, token)
  const email = newcomer.email.toLowerCase()
  if (link.email !== null && link.email !== email)
    throw new Refusal(422, 'invalid', 'The invitation is for another e-mail address.', {
      errors: [{ pointer: '/email', detail: `expected "${link.email}", which was invited` }],
    })
  const passwordHash = await auth.sessions.hashPassword(newcomer.password)
  const person = { name: newcomer.name, email, role: link.role, passwordHash }
  try {
    return await auth.database.prisma.$transaction(async (tx) => {
      await consume(tx, link, hashSecret(token), auth.now())
      return insertAudited(tx, person, link, requestId)
    })
  } catch (error) {
    throw isUniqueViolation(error) ? emailTaken(email) : error
  }
}

async function consume(tx: Db, link: LinkRow, hash: string, now: Date): Promise<void> {
  if (link.kind === 'setup') {
    await lockSetup(tx)
    if (await adminExists(tx)) throw spent()
  }
  if (!(await consumeLink(tx, hash, now))) throw spent()
}

async function insertAudited(
  tx: Db,
  fields: Parameters<typeof insertPerson>[1],
  link: LinkRow,
  requestId: string,
) {
  const person = await insertPerson(tx, fields)
  await recordAudit(tx, personActor(person), {
    action: 'person.create',
    target: { kind: 'person', name: person.email },
    after: { name: person.name, role: person.role, link: link.kind, invitedBy: link.createdBy },
    requestId,
  })
  return person
}

/**
 * Makes an invitation; an earlier open one to the same address stops working.
 * @throws Refusal 409 `email-taken`
 */
export async function invitePerson(
  auth: Auth,
  { actor, requestId }: Caller,
  invitation: { readonly email: string; readonly role: PersonRole },
): Promise<{ url: string; expiresAt: Date }> {
  const email = invitation.email.toLowerCase()
  const token = newLinkSecret()
  const expiresAt = new Date(auth.now().getTime() + INVITATION_LIFETIME_MS)
  await auth.database.prisma.$transaction(async (tx) => {
    if (await personExists(tx, email)) throw emailTaken(email)
    await dropOpenLinks(tx, 'invite', email)
    const { role } = invitation
    await insertLink(tx, {
      kind: 'invite',
      hash: hashSecret(token),
      email,
      role,
      createdBy: actor.name,
      expiresAt,
    })
    const target = { kind: 'person', name: email }
    await recordAudit(tx, actor, { action: 'person.invite', target, after: { role, expiresAt }, requestId })
  })
  return { url: linkUrl(auth.baseUrl, token), expiresAt }
}
