/** One-time links. Only the hash of a link's token is stored; consuming is one conditional update. */
import { randomUUID } from 'node:crypto'
import type { PersonRole } from '../auth/scopes.ts'
import type { Db } from './database.ts'

export type LinkKind = 'setup' | 'invite'

export interface LinkRow {
  readonly id: string
  readonly kind: LinkKind
  readonly email: string | null
  readonly role: PersonRole
  readonly createdBy: string
  readonly expiresAt: Date | null
  readonly consumedAt: Date | null
}

export interface NewLink {
  readonly kind: LinkKind
  readonly hash: string
  readonly email?: string
  readonly role: PersonRole
  readonly createdBy: string
  readonly expiresAt: Date
}

/** Any number; the same for every process, so that only one at a time makes or consumes a set-up link. */
const SETUP_LOCK = 72707370

/** Held until the transaction ends. */
export async function lockSetup(tx: Db): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(${SETUP_LOCK})`
}

export async function insertLink(db: Db, link: NewLink): Promise<void> {
  await db.oneTimeLink.create({ data: { id: randomUUID(), ...link } })
}

export async function findLink(db: Db, hash: string): Promise<LinkRow | null> {
  const row = await db.oneTimeLink.findUnique({ where: { hash } })
  return row === null ? null : { ...row, kind: row.kind as LinkKind, role: row.role as PersonRole }
}

/** @returns whether this call consumed it; of two at the same time exactly one does */
export async function consumeLink(db: Db, hash: string, now: Date): Promise<boolean> {
  const { count } = await db.oneTimeLink.updateMany({
    where: { hash, consumedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] },
    data: { consumedAt: now },
  })
  return count === 1
}

/** Earlier links of the kind (to the address, for invitations) stop working. */
export async function dropOpenLinks(db: Db, kind: LinkKind, email?: string): Promise<void> {
  await db.oneTimeLink.deleteMany({
    where: { kind, consumedAt: null, ...(email === undefined ? {} : { email }) },
  })
}
