/**
 * Settling: what one consumer acknowledges, retries, gives up and gives back at about the same time goes in one script,
 * which refuses all of it once the consumer's lease is gone.
 */
import type { Envelope } from '../backend.ts'
import type { RedisConnection } from './connection.ts'
import { GROUP, type Lane } from './keys.ts'
import { type Field, toFields } from './message.ts'
import { tokenOf } from './outbox.ts'
import { asTaskError, closedError, isMissingGroup, lostError } from './redis-error.ts'
import { SETTLE } from './scripts.ts'

/** A delivered entry. */
export interface Taken {
  readonly id: string
  /** Under whose lease it was taken. */
  readonly consumer: string
  readonly taskId: string | undefined
  readonly uniqueKey: string | undefined
}

export interface Move {
  readonly kind: 'retry' | 'dead' | 'released' | 'unseen'
  readonly envelope?: Envelope
  readonly dueAtMs?: number
}

interface Settlement {
  readonly taken: Taken
  /** null: acknowledged. */
  readonly move: Move | null
  readonly token: string
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

const MAX_ITEMS = 500
const MAX_BYTES = 8_388_608
const CONCURRENCY = 2

export class Settler {
  readonly #connection: RedisConnection
  readonly #lane: Lane
  #waiting: Settlement[] = []
  #running = 0
  #scheduled = false
  readonly #idle: (() => void)[] = []

  constructor(connection: RedisConnection, lane: Lane) {
    this.#connection = connection
    this.#lane = lane
  }

  /**
   * Resolves when it is durable. Waits out a server that is away.
   * @throws TaskError `delivery-lost` or `closed`
   */
  settle(taken: Taken, move: Move | null): Promise<void> {
    return new Promise((resolve, reject) => {
      const token = move?.kind === 'retry' ? tokenOf(move.envelope?.attributes.id) : ''
      this.#waiting.push({ taken, move, token, resolve, reject })
      this.#schedule()
    })
  }

  /** Resolves when nothing waits and nothing is under way. */
  idle(): Promise<void> {
    if (this.#running === 0 && this.#waiting.length === 0) return Promise.resolve()
    return new Promise((resolve) => this.#idle.push(resolve))
  }

  #schedule(): void {
    if (this.#scheduled || this.#running >= CONCURRENCY) return
    this.#scheduled = true
    setImmediate(() => {
      this.#scheduled = false
      while (this.#waiting.length > 0 && this.#running < CONCURRENCY) void this.#flush(this.#next())
    })
  }

  /** Of one consumer: a subscription has another one after it lost its lease. */
  #next(): Settlement[] {
    const consumer = this.#waiting[0]?.taken.consumer
    let [count, bytes] = [0, 0]
    for (const { taken, move } of this.#waiting) {
      const size = move?.envelope?.body.byteLength ?? 0
      if (count > 0 && (count >= MAX_ITEMS || bytes + size > MAX_BYTES || taken.consumer !== consumer)) break
      count++
      bytes += size
    }
    return this.#waiting.splice(0, count)
  }

  async #flush(batch: readonly Settlement[]): Promise<void> {
    this.#running++
    const consumer = batch[0]?.taken.consumer as string
    const acks = batch.filter(({ move }) => move === null)
    const moves = batch.filter(({ move }) => move !== null)
    try {
      await this.#connection.persist(async (repeated) => {
        const results = await this.#run(consumer, acks, moves)
        finish(acks, moves, results, repeated)
      })
    } catch (error) {
      const reason = isMissingGroup(error) ? lostError() : asTaskError(error, this.#lane.stream)
      for (const { reject } of batch) reject(reason)
    } finally {
      this.#running--
      this.#schedule()
      if (this.#running === 0 && this.#waiting.length === 0) for (const done of this.#idle.splice(0)) done()
    }
  }

  #run(
    consumer: string,
    acks: readonly Settlement[],
    moves: readonly Settlement[],
  ): Promise<number[] | null> {
    if (!this.#connection.ready && this.#connection.closed) throw closedError()
    const args: Field[] = [GROUP, consumer, String(acks.length)]
    for (const { taken } of acks) args.push(taken.id)
    const unique = acks.filter(({ taken }) => taken.uniqueKey !== undefined)
    args.push(String(unique.length))
    for (const { taken } of unique) args.push(taken.uniqueKey as string, taken.taskId ?? '')
    args.push(String(moves.length))
    for (const settlement of moves) pushMove(args, settlement)
    return this.#connection.run(SETTLE, this.#lane.keys, args)
  }
}

function pushMove(args: Field[], { taken, move, token }: Settlement): void {
  const { kind, envelope, dueAtMs } = move as Move
  const { id, uniqueKey, taskId } = taken
  // A retry keeps the unique key, and holds it from now on by the new task's id.
  const holder = kind === 'retry' ? envelope?.attributes.id : taskId
  const fields = envelope === undefined ? [] : toFields(envelope, kind === 'retry' ? uniqueKey : undefined)
  const key = uniqueKey === undefined ? '' : `=${uniqueKey}`
  const due = dueAtMs === undefined ? '' : String(dueAtMs)
  args.push(id, kind, token, due, key, holder ?? '', String(fields.length), ...fields)
}

/** What is not there any more after a repetition was settled by an attempt whose answer was lost. */
function finish(
  acks: readonly Settlement[],
  moves: readonly Settlement[],
  results: readonly number[] | null,
  repeated: boolean,
): void {
  if (results === null) {
    for (const { reject } of [...acks, ...moves]) reject(lostError())
    return
  }
  for (const { resolve } of acks) resolve()
  for (const [index, { resolve, reject }] of moves.entries())
    if (results[index + 1] === 1 || repeated) resolve()
    else reject(lostError())
}
