/**
 * Running tasks of a partition that went to another consumer stay with us: a lease. We tell in a group of our own, which has
 * no members, which of them still run and which are done; the partition's owner reads it (`foreign-lease.ts`), hands none of
 * them out, and counts as done what we say is done. Who falls silent loses them.
 */
import type { Coordinators } from './coordinators.ts'
import { lostError, unavailable } from './kafka-error.ts'
import { leaseGroup } from './names.ts'
import { decodeRuns, encodeRuns } from './runs.ts'

const VERSION = 'l1'
const MAX_LENGTH = 4_000

export interface LeaseText {
  readonly held: readonly number[]
  readonly done: readonly number[]
}

function write(base: number, held: readonly number[], done: readonly number[]): string {
  return `${VERSION};${base.toString(36)};${encodeRuns(base, held)};${encodeRuns(base, done)}`
}

/** null: somebody else's text, or none. */
export function readLease(text: string | null): LeaseText | null {
  const [version, base, held, done] = text?.split(';') ?? []
  if (version !== VERSION || base === undefined || held === undefined || done === undefined) return null
  const from = Number.parseInt(base, 36)
  const lists = [decodeRuns(from, held), decodeRuns(from, done)] as const
  return lists[0] === null || lists[1] === null ? null : { held: lists[0], done: lists[1] }
}

/** What of a running task a lease tells. */
export interface RunningRecord {
  readonly offset: number
  readonly partition: { readonly topic: string; readonly partition: number }
}

export interface LeaseTimes {
  readonly leaseMs: number
  readonly leaseRenewMs: number
}

interface Waiter {
  readonly resolve: () => void
  readonly reject: (error: Error) => void
}

const ascending = (a: number, b: number) => a - b

export class HeldLease {
  readonly holder: string
  readonly #group: string
  readonly #topic: string
  readonly #partition: number
  readonly #base: number
  readonly #held: Set<number>
  readonly #done: number[] = []
  readonly #coordinators: Coordinators
  readonly #times: LeaseTimes
  readonly #ended: () => void
  #waiters: Waiter[] = []
  #writing = false
  #round = 0
  #heardAtMs = performance.now()
  #timer: NodeJS.Timeout | undefined
  #lost = false

  constructor(
    holder: string,
    group: string,
    items: readonly [RunningRecord, ...RunningRecord[]],
    coordinators: Coordinators,
    times: LeaseTimes,
    ended: () => void,
  ) {
    const { topic, partition } = items[0].partition
    this.holder = holder
    this.#group = leaseGroup(group, partition, holder)
    this.#topic = topic
    this.#partition = partition
    this.#held = new Set(items.map(({ offset }) => offset))
    this.#base = Math.min(...this.#held)
    this.#coordinators = coordinators
    this.#times = times
    this.#ended = ended
  }

  /** To be told before the partition is given up. @throws what the client throws */
  async begin(): Promise<void> {
    await this.#write()
    this.#renewLater()
  }

  /** @throws TaskError `delivery-lost` when it was silent too long */
  async settle(item: Pick<RunningRecord, 'offset'>, done: boolean): Promise<void> {
    this.#refuseWhenLost()
    this.#held.delete(item.offset)
    if (done) this.#done.push(item.offset)
    await this.flush()
  }

  check(): void {
    this.#refuseWhenLost()
  }

  #refuseWhenLost(): void {
    // The owner counts from when it heard of us, so half of the time is on the safe side.
    if (performance.now() - this.#heardAtMs > this.#times.leaseMs / 2) this.#lost = true
    if (this.#lost) throw lostError()
  }

  /** Nothing more is told: what still runs is handed out again by the owner. */
  end(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#lost = true
    this.#ended()
  }

  /** What still runs is handed out again, at once. */
  async giveBack(): Promise<void> {
    this.#held.clear()
    await this.flush().catch(() => undefined)
  }

  flush(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiters.push({ resolve, reject })
      if (!this.#writing) void this.#run()
    })
  }

  async #run(): Promise<void> {
    this.#writing = true
    while (this.#waiters.length > 0) {
      const waiters = this.#waiters
      this.#waiters = []
      try {
        this.#refuseWhenLost()
        await this.#write()
        for (const { resolve } of waiters) resolve()
      } catch (error) {
        if (this.#lost) for (const { reject } of waiters) reject(error as Error)
        else {
          this.#waiters.unshift(...waiters)
          await new Promise((resolve) => setTimeout(resolve, 100))
        }
      }
    }
    this.#writing = false
    if (this.#held.size === 0) this.end()
  }

  async #write(): Promise<void> {
    const beganAtMs = performance.now()
    const text = write(this.#base, [...this.#held].sort(ascending), [...this.#done].sort(ascending))
    if (text.length > MAX_LENGTH) throw unavailable(new Error('too many running tasks for one lease'))
    this.#round++
    const commit = { topic: this.#topic, partition: this.#partition, offset: this.#round, text }
    await this.#coordinators.commit(this.#group, null, [commit])
    this.#heardAtMs = beganAtMs
  }

  #renewLater(): void {
    this.#timer = setTimeout(() => {
      this.flush().then(
        () => this.#timer !== undefined && this.#renewLater(),
        () => this.end(),
      )
    }, this.#times.leaseRenewMs)
  }
}
