/**
 * The read model of all queues, kept in memory for a second: thousands of queues are assembled once, not once per
 * screen that shows them. One queue alone is always read afresh.
 */
import type { QueueView } from '../api/contract/queues.ts'
import { type Liveness, liveSince } from '../instances/liveness.ts'
import type { Database } from '../store/database.ts'
import { readQueueFacts } from '../store/queue-facts.ts'
import { queueViews } from './queue-views.ts'

export interface BoardEntry {
  readonly view: QueueView
  /** The view as JSON, made once. */
  readonly text: string
}

export interface QueueBoard {
  /** By type; at most about a second old. */
  all(): Promise<readonly BoardEntry[]>
  /** As of now; null when there is no such type. */
  one(type: string): Promise<QueueView | null>
  /** The next `all` is read afresh: something was changed that must be seen at once. */
  invalidate(): void
}

export interface QueueBoardDeps {
  readonly database: Database
  readonly liveness: Liveness
  /** Milliseconds of a monotonic clock. */
  monotonic?(): number
}

const FRESH_MS = 1_000
/** Up to this age a board is shown while the next one is made. */
const SHOWN_MS = 5_000

interface Board {
  readonly entries: readonly BoardEntry[]
  readonly readAt: number
}

export function createQueueBoard({ database, liveness, monotonic }: QueueBoardDeps): QueueBoard {
  const now = monotonic ?? (() => performance.now())
  let board: Board | null = null
  let refreshing: Promise<Board> | null = null

  async function read(types?: readonly string[]): Promise<QueueView[]> {
    const at = liveness.clock()
    const facts = await readQueueFacts(database, {
      now: at,
      liveSince: liveSince(liveness),
      ...(types === undefined ? {} : { types }),
    })
    return queueViews(facts, at)
  }

  async function assemble(): Promise<Board> {
    const readAt = now()
    const views = await read()
    return { entries: views.map((view) => ({ view, text: JSON.stringify(view) })), readAt }
  }

  /** A board that was begun before an `invalidate` is given to those who asked before, and not kept. */
  function refresh(): Promise<Board> {
    if (refreshing !== null) return refreshing
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
      const age = board === null ? Number.POSITIVE_INFINITY : now() - board.readAt
      if (board !== null && age < FRESH_MS) return board.entries
      const next = refresh()
      if (board === null || age >= SHOWN_MS) return (await next).entries
      // Whoever asks after it failed is told: by then this board is too old to be shown.
      next.catch(() => undefined)
      return board.entries
    },
    async one(type) {
      return (await read([type]))[0] ?? null
    },
    invalidate() {
      board = null
      refreshing = null
    },
  }
}
