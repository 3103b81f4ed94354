/** API tokens: made, listed and revoked. Nobody can hand out or take away more than they may do themselves. */
import { forbidden, invalid, notFound } from '../errors.ts'
import { recordAudit } from '../store/audit.ts'
import {
  findToken,
  insertToken,
  markTokenRevoked,
  ownerOfToken,
  projectExists,
  listTokens as readTokens,
  type TokenRow,
} from '../store/tokens.ts'
import type { Auth, Caller } from './auth.ts'
import { type Actor, allows, type Scope } from './scopes.ts'
import { hashSecret, newTokenSecret, tokenPrefix } from './secrets.ts'

export interface NewToken {
  readonly name: string
  readonly scopes: readonly Scope[]
  /** The token may act for this project only. */
  readonly project?: string | undefined
  readonly expiresAt?: Date | undefined
}

function refuseMoreThanOwn(actor: Actor, scopes: readonly Scope[]): void {
  const beyond = scopes.filter((scope) => !allows(actor.scopes, scope))
  if (beyond.length > 0)
    throw forbidden(`You do not have the scope ${beyond.map((scope) => `"${scope}"`).join(', ')} yourself.`)
}

function refuseOtherProject(actor: Actor, project: string | undefined): void {
  if (actor.project !== undefined && actor.project !== project)
    throw forbidden(`Your token acts for project "${actor.project}" only.`)
}

async function checkToken(auth: Auth, actor: Actor, token: NewToken): Promise<void> {
  refuseMoreThanOwn(actor, token.scopes)
  refuseOtherProject(actor, token.project)
  const { project, expiresAt } = token
  if (project !== undefined && token.scopes.includes('admin'))
    throw invalid('A token of a project cannot be an admin.', [
      { pointer: '/scopes', detail: 'expected no "admin" together with a project' },
    ])
  if (project !== undefined && !(await projectExists(auth.database.prisma, project)))
    throw invalid(`There is no project "${project}".`, [
      { pointer: '/project', detail: `expected the name of a project, got "${project}"` },
    ])
  if (expiresAt !== undefined && expiresAt <= auth.now())
    throw invalid('The token would be expired already.', [
      { pointer: '/expiresAt', detail: `expected an instant in the future, got ${expiresAt.toISOString()}` },
    ])
}

/** A token without a project belongs to a person: its maker, or whom its maker's token belongs to. */
async function ownerFor(auth: Auth, actor: Actor, token: NewToken): Promise<string | null> {
  if (token.project !== undefined || actor.kind === 'system') return null
  return actor.kind === 'person' ? actor.id : ownerOfToken(auth.database.prisma, actor.id)
}

/**
 * @returns the token and its secret, which cannot be had again
 * @throws Refusal 403 for a scope that the maker lacks, 422 for an unknown project or a past expiry
 */
export async function createToken(
  auth: Auth,
  { actor, requestId }: { readonly actor: Actor; readonly requestId?: string },
  token: NewToken,
): Promise<{ row: TokenRow; secret: string }> {
  await checkToken(auth, actor, token)
  const secret = newTokenSecret()
  const userId = await ownerFor(auth, actor, token)
  const scopes = [...new Set(token.scopes)]
  const row = await auth.database.prisma.$transaction(async (tx) => {
    const fields = { ...token, scopes, hash: hashSecret(secret), prefix: tokenPrefix(secret), userId }
    const made = await insertToken(tx, { ...fields, createdBy: actor.name })
    await recordAudit(tx, actor, {
      action: 'token.create',
      target: { kind: 'token', name: made.name },
      after: { id: made.id, scopes, project: made.project, expiresAt: made.expiresAt },
      ...(requestId === undefined ? {} : { requestId }),
    })
    return made
  })
  return { row, secret }
}

/** Not revoked, newest first. A project's token sees its project's only. */
export async function listTokens(auth: Auth, actor: Actor, project?: string): Promise<TokenRow[]> {
  if (project !== undefined) refuseOtherProject(actor, project)
  return readTokens(auth.database.prisma, project ?? actor.project)
}

/**
 * Refused here at once, in other processes of the control plane within seconds.
 * @throws Refusal 404, or 403 for a token with scopes that the caller lacks
 */
export async function revokeToken(auth: Auth, { actor, requestId }: Caller, id: string): Promise<void> {
  const token = await findToken(auth.database.prisma, id)
  if (token === null || (actor.project !== undefined && actor.project !== token.project))
    throw notFound('token', id)
  refuseMoreThanOwn(actor, token.scopes)
  await auth.database.prisma.$transaction(async (tx) => {
    if (!(await markTokenRevoked(tx, id, auth.now()))) throw notFound('token', id)
    await recordAudit(tx, actor, {
      action: 'token.revoke',
      target: { kind: 'token', name: token.name },
      before: { id, scopes: token.scopes, project: token.project },
      requestId,
    })
  })
  auth.tokens.forget(token.hash)
}
