/**
 * The read model of all queues, kept in memory for a moment: thousands of queues are assembled once, not once per
 * screen that shows them. One queue alone is always read afresh.
 */
import type { QueueView } from '../api/contract/queues.ts'
import { type Liveness, liveSince } from '../instances/liveness.ts'
import type { Database } from '../store/database.ts'
import { readQueueFacts } from '../store/queue-facts.ts'
import type { FleetCache } from './fleet-cache.ts'
import { queueViews } from './queue-views.ts'

export interface BoardEntry {
  readonly view: QueueView
  /** The view as JSON: made once, in pieces, not with every answer (all of them are megabytes). */
  readonly json: Buffer
}

export interface QueueBoard {
  /** By type; at most about two seconds old. */
  all(): Promise<readonly BoardEntry[]>
  /** As of now; null when there is no such type. */
  one(type: string): Promise<QueueView | null>
  /** The next `all` is read afresh: something was changed that must be seen at once. */
  invalidate(): void
  /**
   * There is something newer to show, though what is kept may be shown until it is ready. Resolves when it is, where
   * somebody looks; at once where nobody does, or the board was made a moment ago. Never rejects.
   */
  expire(): Promise<void>
}

export interface QueueBoardDeps {
  readonly database: Database
  readonly liveness: Liveness
  readonly fleet: FleetCache
  /** Milliseconds of a monotonic clock. */
  monotonic?(): number
}

const FRESH_MS = 2_000
/** Up to this age a board is shown while the next one is made. */
const SHOWN_MS = 10_000

/** Who has read within this time will read again when told that something changed. */
const WATCHED_MS = 30_000
/** Thousands of deaths a second must not make as many boards. */
const MADE_EVERY_MS = 1_000

interface Board {
  readonly entries: readonly BoardEntry[]
  readonly readAt: number
}

export function createQueueBoard({ database, liveness, fleet, monotonic }: QueueBoardDeps): QueueBoard {
  const now = monotonic ?? (() => performance.now())
  let board: Board | null = null
  let expired = false
  let refreshing: Promise<Board> | null = null
  let askedAt = Number.NEGATIVE_INFINITY

  async function assemble(): Promise<Board> {
    const readAt = now()
    const at = liveness.clock()
    const facts = await readQueueFacts(database, { now: at, liveSince: liveSince(liveness) }, fleet.read())
    const entries = await queueViews(facts, at, (view) => ({ view, json: Buffer.from(JSON.stringify(view)) }))
    return { entries, readAt }
  }

  /** A board that was begun before an `invalidate` is given to those who asked before, and not kept. */
  function refresh(): Promise<Board> {
    if (refreshing !== null) return refreshing
    expired = false
    const mine: Promise<Board> = assemble()
      .then((made) => {
        if (refreshing === mine) board = made
        return made
      })
      .finally(() => {
        if (refreshing === mine) refreshing = null
      })
    refreshing = mine
    return mine
  }

  return {
    async all() {
      askedAt = now()
      const age = board === null ? Number.POSITIVE_INFINITY : now() - board.readAt
      if (board !== null && age < FRESH_MS && !expired) return board.entries
      const next = refresh()
      if (board === null || age >= SHOWN_MS) return (await next).entries
      // Whoever asks after it failed is told: by then this board is too old to be shown.
      next.catch(() => undefined)
      return board.entries
    },
    async one(type) {
      const at = liveness.clock()
      const facts = await readQueueFacts(database, {
        now: at,
        liveSince: liveSince(liveness),
        types: [type],
      })
      return (await queueViews(facts, at, (view) => view))[0] ?? null
    },
    invalidate() {
      board = null
      refreshing = null
    },
    async expire() {
      expired = true
      if (board === null || now() - askedAt > WATCHED_MS || now() - board.readAt < MADE_EVERY_MS) return
      // Whoever asks after it failed is told.
      await refresh().catch(() => undefined)
    },
  }
}
