/**
 * From a token's secret to its actor. Ten thousand workers poll every five seconds, so an answer is kept for
 * `ttlMs`: a token that another process revoked is refused that much later, one revoked here at once.
 */
import type { Logger } from 'pino'
import type { Database } from '../store/database.ts'
import { knownRole } from '../store/people.ts'
import { findTokenByHash, type TokenWithOwner, touchToken } from '../store/tokens.ts'
import { type Actor, allows, type Scope, scopesOfRole } from './scopes.ts'
import { hashSecret } from './secrets.ts'

const TTL_MS = 3_000
/** Writing each use would be a write per poll. */
const TOUCH_EVERY_MS = 60_000
const MAX_ENTRIES = 20_000

export interface TokenDirectory {
  /** Null for a secret that is unknown, expired, revoked, or of a banned person. */
  lookup(secret: string): Promise<Actor | null>
  /** Makes a revocation in this process count at once. */
  forget(hash: string): void
}

interface Entry {
  readonly token: TokenWithOwner
  readonly actor: Actor
  readonly readAtMs: number
}

interface Options {
  readonly database: Database
  readonly now: () => Date
  readonly log: Logger
  readonly ttlMs?: number
}

/** A person's token can do no more than the person can today. */
function effectiveScopes({ scopes, owner }: TokenWithOwner): ReadonlySet<Scope> | null {
  if (owner === null) return new Set(scopes)
  const role = knownRole(owner.role)
  if (owner.banned || role === null) return null
  const ofPerson = scopesOfRole(role)
  return new Set(scopes.filter((scope) => allows(ofPerson, scope)))
}

function actorOf(token: TokenWithOwner): Actor | null {
  const scopes = effectiveScopes(token)
  if (scopes === null) return null
  const project = token.project === null ? {} : { project: token.project }
  return { kind: 'token', id: token.id, name: token.name, scopes, ...project }
}

export function createTokenDirectory({ database, now, log, ttlMs = TTL_MS }: Options): TokenDirectory {
  const entries = new Map<string, Entry>()
  const reading = new Map<string, Promise<Entry | null>>()
  const touchedAtMs = new Map<string, number>()

  async function readEntry(hash: string): Promise<Entry | null> {
    const readAtMs = now().getTime()
    const token = await findTokenByHash(database.prisma, hash)
    const actor = token === null ? null : actorOf(token)
    if (token === null || actor === null) return null
    if (entries.size >= MAX_ENTRIES) entries.clear()
    const entry = { token, actor, readAtMs }
    // Forgotten while it was read: the answer may be from before the revocation.
    if (reading.has(hash)) entries.set(hash, entry)
    return entry
  }

  function entryOf(hash: string): Promise<Entry | null> | Entry {
    const kept = entries.get(hash)
    if (kept !== undefined && now().getTime() - kept.readAtMs < ttlMs) return kept
    entries.delete(hash)
    const running = reading.get(hash)
    if (running !== undefined) return running
    const started = readEntry(hash).finally(() => {
      if (reading.get(hash) === started) reading.delete(hash)
    })
    reading.set(hash, started)
    return started
  }

  function touch(id: string): void {
    const at = now()
    if (at.getTime() - (touchedAtMs.get(id) ?? Number.NEGATIVE_INFINITY) < TOUCH_EVERY_MS) return
    if (touchedAtMs.size >= MAX_ENTRIES) touchedAtMs.clear()
    touchedAtMs.set(id, at.getTime())
    const notAfter = new Date(at.getTime() - TOUCH_EVERY_MS)
    touchToken(database.prisma, id, at, notAfter).catch((error) =>
      log.warn({ err: error }, 'could not note the use of a token'),
    )
  }

  return {
    async lookup(secret) {
      const entry = await entryOf(hashSecret(secret))
      if (entry === null) return null
      const { expiresAt } = entry.token
      if (expiresAt !== null && expiresAt <= now()) return null
      touch(entry.token.id)
      return entry.actor
    },
    forget(hash) {
      entries.delete(hash)
      reading.delete(hash)
    },
  }
}
