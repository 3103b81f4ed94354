/**
 * One replay under way in this process: selects, holds, sends batch after batch at its pace, or gives back what a
 * cancelled one has left. Every turn reads the state anew, so what a person decides takes effect at the next batch.
 * A crash at any instant leaves rows from which the next run goes on.
 */
import type { BackendPool } from '../registry/backend-pool.ts'
import type { Database } from '../store/database.ts'
import { readRoutes } from '../store/replay-routes.ts'
import type { SelectionPosition } from '../store/replay-selection.ts'
import { findReplay, lockReplay, type ReplayRow, sayWaiting, updateReplay } from '../store/replays.ts'
import { inTransaction } from '../store/transaction.ts'
import { createReach, type Reach } from './backend-reach.ts'
import { giveBackNext } from './give-back.ts'
import { selectPart } from './select-tasks.ts'
import { MOST_IN_BATCH, markBatch, publishBatch, recordBatch, type Trouble } from './send-batch.ts'
import { createTokenBucket, type TokenBucket } from './token-bucket.ts'

export interface RunDeps {
  readonly database: Database
  readonly backends: BackendPool
  now(): Date
  /** Resolves after so long, or as soon as the signal is aborted or somebody wakes it. */
  sleep(ms: number, signal: AbortSignal): Promise<void>
  /** Told after each commit that a screen shows. */
  onChanged(): void
}

/** While it waits for something it looks again this often: another process may have changed its state. */
const LOOK_AGAIN_MS = 1_000

/** Resolves when nothing is to be done for this replay any more, or the signal was aborted. */
export async function runReplay(deps: RunDeps, replayId: string, signal: AbortSignal): Promise<void> {
  const run = new ReplayRun(deps, replayId)
  while (!signal.aborted) {
    const pauseMs = await run.turn()
    if (pauseMs === null) return
    if (pauseMs > 0) await deps.sleep(Math.min(pauseMs, LOOK_AGAIN_MS), signal)
  }
}

class ReplayRun {
  readonly #deps: RunDeps
  readonly #id: string
  readonly #reach: Reach
  #selectedTo: SelectionPosition | null = null
  /** Everything up to this failure has been looked at; only a hint that spares reading what is done. */
  #after = ''
  #bucket: TokenBucket | null = null
  /** So many tasks are still to be sent one by one, to find the one that is refused. */
  #singly = 0

  constructor(deps: RunDeps, id: string) {
    this.#deps = deps
    this.#id = id
    this.#reach = createReach(deps)
  }

  /** @returns how long to wait before the next one; null: there is none */
  async turn(): Promise<number | null> {
    const replay = await findReplay(this.#deps.database, this.#id)
    switch (replay?.state) {
      case 'selecting':
        return this.#select()
      case 'holding':
        return this.#hold(replay)
      case 'running':
        return this.#send(replay)
      case 'cancelled':
        return this.#giveBack()
      default:
        return null
    }
  }

  async #select(): Promise<number> {
    this.#selectedTo = await selectPart(this.#deps, this.#id, this.#selectedTo)
    this.#deps.onChanged()
    return 0
  }

  async #hold({ holdUntil }: ReplayRow): Promise<number> {
    const now = this.#deps.now()
    const leftMs = (holdUntil?.getTime() ?? 0) - now.getTime()
    if (leftMs > 0) return leftMs
    await inTransaction(this.#deps.database, async (tx) => {
      const replay = await lockReplay(tx, this.#id)
      if (replay?.state === 'holding')
        await updateReplay(tx, this.#id, { state: 'running', holdUntil: null, startedAt: now })
    })
    this.#deps.onChanged()
    return 0
  }

  async #giveBack(): Promise<number | null> {
    const gave = await giveBackNext(this.#deps, this.#id)
    if (gave) this.#deps.onChanged()
    return gave ? 0 : null
  }

  async #send(replay: ReplayRow): Promise<number> {
    const { database } = this.#deps
    const routes = await readRoutes(database, replay.types)
    const { backendOf, awayTypes, waiting, waitMs } = await this.#reach.look([...routes.values()])
    await this.#say(replay, waiting)
    const limit = this.#limit(replay)
    if (limit === 0) return this.#bucket?.waitMs(this.#deps.now().getTime()) ?? 0
    const request = { after: this.#after, limit, routes, exceptTypes: awayTypes }
    const { tasks, last } = await markBatch(this.#deps, this.#id, request)
    if (last === null) return this.#wrapAround(waitMs)
    this.#after = last
    if (tasks.length === 0) return 0
    this.#bucket?.take(tasks.length)
    const sent = await publishBatch({ database, backendOf }, replay, { tasks, routes })
    for (const name of sent.worked) this.#reach.worked(name)
    const refusal = this.#judge(tasks.length, sent.troubles)
    await recordBatch(this.#deps, this.#id, tasks, { accepted: sent.accepted, refusal })
    this.#deps.onChanged()
    return 0
  }

  #limit({ options }: ReplayRow): number {
    const nowMs = this.#deps.now().getTime()
    this.#bucket ??= createTokenBucket(options.ratePerSecond, MOST_IN_BATCH, nowMs)
    return Math.min(this.#bucket.available(nowMs), this.#singly > 0 ? 1 : MOST_IN_BATCH)
  }

  /** Nothing behind the place that was reached: what was put back, or waits for a backend, stands before it. */
  #wrapAround(waitMs: number | null): number {
    const wasAtStart = this.#after === ''
    this.#after = ''
    return wasAtStart ? (waitMs ?? LOOK_AGAIN_MS) : 0
  }

  /** @returns why the only task of a batch is refused for good, or null */
  #judge(sent: number, troubles: readonly Trouble[]): string | null {
    this.#singly = Math.max(0, this.#singly - sent)
    if (troubles.length > 0) this.#after = ''
    for (const trouble of troubles) {
      if (trouble.retryable) this.#reach.failed(trouble.backend, trouble.reason)
      else if (sent > 1) this.#singly = MOST_IN_BATCH
      else return `Backend ${trouble.backend} refuses it: ${trouble.reason}`
    }
    return null
  }

  async #say(replay: ReplayRow, waiting: string | null): Promise<void> {
    if (replay.waiting === waiting) return
    if (await sayWaiting(this.#deps.database, this.#id, waiting)) this.#deps.onChanged()
  }
}
