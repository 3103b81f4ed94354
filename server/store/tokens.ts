/** API tokens. A token's secret never comes here, only its SHA-256. */
import { randomUUID } from 'node:crypto'
import type { Scope } from '../auth/scopes.ts'
import type { Db } from './database.ts'
import type { ApiToken } from './generated/client.ts'

export interface TokenRow {
  readonly id: string
  readonly name: string
  readonly prefix: string
  readonly scopes: readonly Scope[]
  readonly project: string | null
  readonly createdBy: string
  readonly createdAt: Date
  readonly lastUsedAt: Date | null
  readonly expiresAt: Date | null
}

export interface NewTokenRow {
  readonly name: string
  readonly hash: string
  readonly prefix: string
  readonly scopes: readonly Scope[]
  readonly project?: string | undefined
  readonly userId?: string | null | undefined
  readonly createdBy: string
  readonly expiresAt?: Date | undefined
}

/** A token that is not revoked, with the person it belongs to, if to one. */
export interface TokenWithOwner extends TokenRow {
  readonly owner: { readonly role: string | null; readonly banned: boolean | null } | null
}

const toRow = ({ projectName, hash: _, userId: __, revokedAt: ___, ...row }: ApiToken): TokenRow => ({
  ...row,
  scopes: row.scopes as Scope[],
  project: projectName,
})

export async function insertToken(db: Db, token: NewTokenRow): Promise<TokenRow> {
  const { project, scopes, ...fields } = token
  const row = await db.apiToken.create({
    data: { id: randomUUID(), ...fields, scopes: [...scopes], projectName: project ?? null },
  })
  return toRow(row)
}

export async function findTokenByHash(db: Db, hash: string): Promise<TokenWithOwner | null> {
  const row = await db.apiToken.findUnique({
    where: { hash, revokedAt: null },
    include: { user: { select: { role: true, banned: true } } },
  })
  if (row === null) return null
  const { user, ...token } = row
  return { ...toRow(token), owner: user }
}

/** Whether a token of that hash was ever stored, revoked or not. */
export async function tokenHashExists(db: Db, hash: string): Promise<boolean> {
  return (await db.apiToken.count({ where: { hash } })) > 0
}

/** Not revoked, newest first; of one project when given. */
export async function listTokens(db: Db, project?: string): Promise<TokenRow[]> {
  const rows = await db.apiToken.findMany({
    where: { revokedAt: null, ...(project === undefined ? {} : { projectName: project }) },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
  })
  return rows.map(toRow)
}

export async function findToken(db: Db, id: string): Promise<(TokenRow & { hash: string }) | null> {
  const row = await db.apiToken.findUnique({ where: { id, revokedAt: null } })
  return row === null ? null : { ...toRow(row), hash: row.hash }
}

/** @returns false when it was revoked already */
export async function markTokenRevoked(db: Db, id: string, at: Date): Promise<boolean> {
  const { count } = await db.apiToken.updateMany({ where: { id, revokedAt: null }, data: { revokedAt: at } })
  return count === 1
}

/** Revokes what `createdBy` made, except the token of that hash. */
export async function revokeTokensBy(db: Db, createdBy: string, exceptHash: string, at: Date): Promise<void> {
  await db.apiToken.updateMany({
    where: { createdBy, revokedAt: null, hash: { not: exceptHash } },
    data: { revokedAt: at },
  })
}

/** Notes the use, unless one was noted after `notAfter` (by another process of the control plane). */
export async function touchToken(db: Db, id: string, at: Date, notAfter: Date): Promise<void> {
  await db.apiToken.updateMany({
    where: { id, OR: [{ lastUsedAt: null }, { lastUsedAt: { lte: notAfter } }] },
    data: { lastUsedAt: at },
  })
}

/** The person a token belongs to, so that a token made with it belongs to the same. */
export async function ownerOfToken(db: Db, id: string): Promise<string | null> {
  const row = await db.apiToken.findUnique({ where: { id }, select: { userId: true } })
  return row?.userId ?? null
}

export async function projectExists(db: Db, name: string): Promise<boolean> {
  return (await db.project.count({ where: { name } })) > 0
}
