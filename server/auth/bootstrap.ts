/** Unattended set-up from the environment: a first admin, an admin token. Both may be done again at every start. */
import { recordAudit } from '../store/audit.ts'
import { lockSetup } from '../store/links.ts'
import { insertPerson, personExists } from '../store/people.ts'
import { insertToken, revokeTokensBy, tokenHashExists } from '../store/tokens.ts'
import type { Auth } from './auth.ts'
import { type Actor, SCOPES } from './scopes.ts'
import { hashSecret, tokenPrefix } from './secrets.ts'

const TOKEN_MIN_CHARACTERS = 32
const TOKEN_MAKER = 'SIGNALBOX_BOOTSTRAP_TOKEN'

/** Our own start-up, as author and in the audit. */
export const startActor: Actor = { kind: 'system', id: 'start', name: 'start', scopes: new Set(SCOPES) }

/**
 * Creates the admin unless there is a person with that address; then nothing changes, not even the password.
 * @returns whether a person was created
 */
export async function bootstrapAdmin(
  auth: Auth,
  { email, password }: { readonly email: string; readonly password: string },
): Promise<boolean> {
  if (await personExists(auth.database.prisma, email)) return false
  const passwordHash = await auth.sessions.hashPassword(password)
  return auth.database.prisma.$transaction(async (tx) => {
    await lockSetup(tx)
    if (await personExists(tx, email)) return false
    const person = await insertPerson(tx, {
      name: email.split('@')[0] ?? email,
      email,
      role: 'admin',
      passwordHash,
    })
    await recordAudit(tx, startActor, {
      action: 'person.create',
      target: { kind: 'person', name: person.email },
      after: { role: 'admin' },
    })
    return true
  })
}

/**
 * Makes `secret` an admin token and revokes the one that an earlier start made from another value. A bootstrap token
 * that somebody revoked stays revoked.
 * @returns whether a token was created
 */
export async function bootstrapToken(auth: Auth, secret: string): Promise<boolean> {
  if (secret.length < TOKEN_MIN_CHARACTERS)
    throw new Error(`The bootstrap token is too short: expected at least ${TOKEN_MIN_CHARACTERS} characters.`)
  const hash = hashSecret(secret)
  return auth.database.prisma.$transaction(async (tx) => {
    await lockSetup(tx)
    await revokeTokensBy(tx, TOKEN_MAKER, hash, auth.now())
    if (await tokenHashExists(tx, hash)) return false
    const prefix = tokenPrefix(secret)
    await insertToken(tx, { name: 'bootstrap', hash, prefix, scopes: ['admin'], createdBy: TOKEN_MAKER })
    await recordAudit(tx, startActor, {
      action: 'token.create',
      target: { kind: 'token', name: 'bootstrap' },
      after: { scopes: ['admin'] },
    })
    return true
  })
}
