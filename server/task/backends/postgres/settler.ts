/**
 * Settling: acknowledgements, releases and moves (retry, dead) of all subscriptions, many in one round trip. Each
 * statement names the lease, so repeating one after a broken connection is safe; so is giving up once the lease is
 * lost, because then the task is somebody else's.
 */
import type { Envelope } from '../backend.ts'
import { sizeOf, toBlob } from './blob.ts'
import { Coalescer } from './coalescer.ts'
import type { PostgresConnection } from './connection.ts'
import type { Lease } from './lease.ts'
import { isAway, lostError } from './postgres-error.ts'
import { COMPLETE, MOVE, RELEASE } from './statements.ts'

/** A row that was taken under a lease. */
export interface Taken {
  readonly id: string
  readonly lease: string
}

interface Release extends Taken {
  readonly handedOut: boolean
}

interface Move extends Taken {
  readonly envelope: Envelope
  readonly dead: boolean
  /** null: now. */
  readonly dueAt: string | null
}

const LIMITS = { count: 1_000, bytes: 8_388_608, concurrency: 2 }

export class Settler {
  readonly #connection: PostgresConnection
  readonly #lease: Lease
  readonly #completions = new Coalescer<Taken, boolean>((items) => this.#each(items, this.#complete), LIMITS)
  readonly #releases = new Coalescer<Release, boolean>((items) => this.#each(items, this.#release), LIMITS)
  readonly #moves = new Coalescer<Move, boolean>((items) => this.#each(items, this.#move), LIMITS)

  constructor(connection: PostgresConnection, lease: Lease) {
    this.#connection = connection
    this.#lease = lease
  }

  /** @throws TaskError `delivery-lost` or `closed`, as `release` and `move` do */
  async complete(taken: Taken): Promise<void> {
    if (!(await this.#completions.add(taken))) throw lostError()
  }

  async release(release: Release): Promise<void> {
    if (!(await this.#releases.add(release))) throw lostError()
  }

  async move(move: Move): Promise<void> {
    if (!(await this.#moves.add(move, sizeOf(move.envelope)))) throw lostError()
  }

  async idle(): Promise<void> {
    await Promise.all([this.#completions.idle(), this.#releases.idle(), this.#moves.idle()])
  }

  /**
   * For each item whether its row was still ours. Waits out a database that is away. When a statement is repeated
   * under the same lease, a row that is not there any more was settled by the first one, whose answer was lost.
   */
  async #each<T extends Taken>(
    items: readonly T[],
    settle: (lease: string, items: readonly T[]) => Promise<{ id: string }[]>,
  ): Promise<boolean[]> {
    for (let repeated = false; ; repeated = true) {
      const lease = this.#lease.id
      const ours = items.filter((item) => item.lease === lease)
      if (lease === null || ours.length === 0) return items.map(() => false)
      try {
        const settled = new Set((await settle(lease, ours)).map(({ id }) => id))
        return items.map((item) => item.lease === lease && (repeated || settled.has(item.id)))
      } catch (error) {
        if (!isAway(error)) throw error
        await this.#connection.recovered()
      }
    }
  }

  readonly #complete = (lease: string, items: readonly Taken[]) =>
    this.#connection.query<{ id: string }>({ name: 'sbx-complete', text: COMPLETE }, [
      lease,
      items.map(({ id }) => id),
    ])

  readonly #release = (lease: string, items: readonly Release[]) =>
    this.#connection.query<{ id: string }>({ name: 'sbx-release', text: RELEASE }, [
      lease,
      items.map(({ id }) => id),
      items.map(({ handedOut }) => handedOut),
    ])

  readonly #move = (lease: string, items: readonly Move[]) => {
    const blob = toBlob(items.map(({ envelope }) => envelope))
    return this.#connection.query<{ id: string }>({ name: 'sbx-move', text: MOVE }, [
      lease,
      blob.bytes,
      items.map(({ id }) => id),
      items.map(({ dead }) => dead),
      items.map(({ dueAt }) => dueAt),
      blob.attributesAt,
      blob.bodyAt,
      blob.endAt,
    ])
  }
}
