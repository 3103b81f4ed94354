/**
 * One subscription: takes entries under a lease, keeps a few in a buffer so that a quick task does not cost a round trip
 * of its own, and hands them out up to the prefetch.
 *
 * The buffer follows the rate at which tasks end (about 25 ms of work): slow tasks are never held back from other
 * consumers that could run them.
 */

import type { ConsumeOptions, Subscription } from '../backend.ts'
import { within } from '../deadline.ts'
import { type Arrived, arrivedFrom, type DeliveryHooks, RedisDelivery } from './arrived.ts'
import type { RedisConnection } from './connection.ts'
import { crashLetter } from './crash-letter.ts'
import { type Entry, Intake } from './intake.ts'
import { GROUP, type Lane } from './keys.ts'
import { Lease } from './lease.ts'
import { Mover } from './mover.ts'
import { asTaskError, isAway, isMissingGroup, replyCode } from './redis-error.ts'
import { LEAVE } from './scripts.ts'
import { Settler } from './settler.ts'
import type { RedisTuning } from './tuning.ts'

const BUFFER_MS = 25
const MAX_BUFFER = 500
/** Of one answer: bodies may be large. */
const MAX_READ = 500

/** What a subscription needs of its backend. */
export interface SubscriptionDeps {
  readonly lane: Lane
  readonly fromDead: boolean
  readonly control: RedisConnection
  readonly reader: RedisConnection
  readonly tuning: RedisTuning
  readonly now: () => Date
  /** Makes the stream and its group again, where they are ours. */
  readonly prepare: () => Promise<void>
  /** Others of this process take from the same stream: something came back to it. */
  readonly wake: (stream: string) => void
  readonly ended: () => void
}

export class RedisSubscription implements Subscription {
  readonly #options: ConsumeOptions
  readonly #deps: SubscriptionDeps
  readonly #intake: Intake
  readonly #lease: Lease
  readonly #settler: Settler
  readonly #mover: Mover
  readonly #hooks: DeliveryHooks
  #prefetch: number
  #buffer: Arrived[] = []
  readonly #held = new Set<Arrived>()
  #stopped = false
  #left = false
  #reading: Promise<void> = Promise.resolve()
  #readerId: string | null = null
  #roomMade: (() => void) | null = null
  /** The answer to a read or a claim was lost, and entries with it. */
  #doubt = false
  #claiming = false
  #reclaimTimer: NodeJS.Timeout | undefined
  #reclaimFromMs = 0
  #settledSince = 0
  #readAtMs = performance.now()

  constructor(options: ConsumeOptions, deps: SubscriptionDeps) {
    const { lane, control, reader, tuning } = deps
    this.#options = options
    this.#deps = deps
    this.#prefetch = options.prefetch
    this.#intake = new Intake(reader, control, lane)
    this.#lease = new Lease(control, lane, tuning.leaseMs, {
      lost: () => this.#lost(),
      renewed: () => this.#handOut(),
    })
    this.#settler = new Settler(control, lane)
    this.#mover = new Mover(control, lane, tuning.moveDueMs)
    this.#hooks = {
      settle: (arrived, move) => this.#settler.settle(arrived, move),
      ended: (arrived) => this.#ended(arrived),
      released: () => deps.wake(lane.stream),
      delayed: (dueAtMs) => this.delayed(dueAtMs),
      now: deps.now,
    }
  }

  get stream(): string {
    return this.#deps.lane.stream
  }

  /** @throws TaskError `queue-mismatch`, `backend-unavailable` */
  async start(): Promise<void> {
    try {
      await this.#deps.prepare()
      await this.#lease.take()
      await this.#deps.reader.open()
    } catch (error) {
      this.#stopped = true
      await this.#end()
      throw asTaskError(error, this.stream)
    }
    this.#mover.look(0)
    this.#reclaimTimer = setInterval(() => this.reclaim(), this.#deps.tuning.reclaimMs)
    this.#reading = this.#readOn()
    this.reclaim()
  }

  setPrefetch(prefetch: number): void {
    this.#prefetch = prefetch
    this.#pump()
  }

  /** A task was delayed for this stream by this process. */
  delayed(dueAtMs: number): void {
    this.#mover.look(dueAtMs - this.#deps.now().getTime())
  }

  /** The server was away from us, so maybe from others too: they get one lease to come back before we reclaim. */
  restored(): void {
    this.#reclaimFromMs = performance.now() + this.#deps.tuning.leaseMs
    this.#lease.renew()
    this.#mover.look(0)
  }

  async stop(): Promise<void> {
    if (this.#stopped) return
    this.#stopped = true
    clearInterval(this.#reclaimTimer)
    this.#mover.stop()
    this.#roomMade?.()
    await within(this.#deps.tuning.closeTimeoutMs, this.#stopReading())
    const unseen = this.#buffer.splice(0)
    const back = unseen.map((arrived) => this.#settler.settle(arrived, { kind: 'unseen' }))
    await within(this.#deps.tuning.closeTimeoutMs, Promise.allSettled(back))
    if (unseen.length > 0) this.#deps.wake(this.stream)
    if (this.#held.size === 0) await within(this.#deps.tuning.closeTimeoutMs, this.#leave())
  }

  /** Gives back what was handed out and is not settled. */
  async close(): Promise<void> {
    await this.stop()
    await within(this.#deps.tuning.closeTimeoutMs, this.#settler.idle())
    await within(this.#deps.tuning.closeTimeoutMs, this.#leave())
  }

  async #leave(): Promise<void> {
    if (this.#left) return
    this.#left = true
    this.#lease.stop()
    const { control, lane } = this.#deps
    if (control.ready)
      await control.run(LEAVE, lane.keys, [GROUP, this.#lease.consumer]).catch(() => undefined)
    this.#deps.wake(this.stream)
    await this.#end()
  }

  async #end(): Promise<void> {
    this.#lease.stop()
    this.#deps.ended()
    await this.#deps.reader.close()
  }

  /** The read that waits at the server is told to end; where that is not allowed it ends by itself. */
  async #stopReading(): Promise<void> {
    const { control, reader } = this.#deps
    if (reader.ready && control.ready) {
      if (this.#readerId !== null)
        await control.send(['CLIENT', 'UNBLOCK', this.#readerId]).catch(() => undefined)
      await this.#reading
    }
    await reader.close()
    await this.#reading
  }

  async #readOn(): Promise<void> {
    while (!this.#stopped) {
      const room = this.#room()
      try {
        if (room <= 0)
          await new Promise<void>((resolve) => {
            this.#roomMade = resolve
          })
        else await this.#read(room)
      } catch (error) {
        if (!(await this.#mend(error))) return
      }
    }
  }

  async #read(room: number): Promise<void> {
    await this.#identify()
    if (this.#doubt) await this.#recover()
    if (this.#stopped) return
    const { consumer } = this.#lease
    this.#settledSince = 0
    this.#readAtMs = performance.now()
    const entries = await this.#intake.read(consumer, room, this.#deps.tuning.blockMs)
    // Taken under a name that was lost meanwhile: others will have them.
    if (consumer === this.#lease.consumer) this.#arrive(entries)
  }

  /** After the connection was made anew, the old one may still stand at the server and take tasks for nobody. */
  async #identify(): Promise<void> {
    const { reader, control } = this.#deps
    await reader.recovered()
    if (this.#readerId !== null && !this.#doubt) return
    const before = this.#readerId
    this.#readerId = await reader.send<number>(['CLIENT', 'ID']).then(String)
    if (before !== null && before !== this.#readerId)
      await control.send(['CLIENT', 'KILL', 'ID', before]).catch(() => undefined)
  }

  async #recover(): Promise<void> {
    const { consumer } = this.#lease
    const known = () => [...this.#held, ...this.#buffer].map(({ id }) => id)
    const entries = await this.#intake.recover(consumer, this.#prefetch + 2 * MAX_BUFFER, known)
    this.#doubt = false
    if (consumer === this.#lease.consumer) this.#arrive(entries)
  }

  /** @returns false when the subscription is broken and told so */
  async #mend(error: unknown): Promise<boolean> {
    if (this.#stopped) return false
    try {
      if (isMissingGroup(error)) await this.#deps.prepare()
      else if (replyCode(error) === 'WRONGTYPE') throw error
      else this.#doubt = true
    } catch (cause) {
      if (!isAway(cause)) {
        this.#options.onError(asTaskError(cause, this.stream))
        void this.stop()
        return false
      }
    }
    if (replyCode(error) === 'READONLY') this.#deps.reader.reset(error as Error)
    await new Promise((resolve) => setTimeout(resolve, this.#deps.tuning.reconnectInitialMs))
    return true
  }

  #room(): number {
    const elapsedMs = Math.max(1, performance.now() - this.#readAtMs)
    const ahead = Math.min(MAX_BUFFER, Math.floor((this.#settledSince * BUFFER_MS) / elapsedMs))
    return Math.min(MAX_READ, this.#prefetch + ahead - this.#held.size - this.#buffer.length)
  }

  #pump(): void {
    this.#handOut()
    if (this.#roomMade === null || this.#room() <= 0) return
    this.#roomMade()
    this.#roomMade = null
  }

  /** Looks for what consumers left that are gone, and for what was given back. */
  reclaim(): void {
    const room = this.#room()
    const { tuning } = this.#deps
    if (this.#stopped || this.#claiming || room <= 0 || performance.now() < this.#reclaimFromMs) return
    this.#claiming = true
    const { consumer } = this.#lease
    this.#intake
      .claim(consumer, room, tuning.leaseMs)
      .then(
        (entries) => {
          if (consumer === this.#lease.consumer) this.#arrive(entries)
        },
        () => {
          this.#doubt = true
        },
      )
      .finally(() => {
        this.#claiming = false
      })
  }

  #lost(): void {
    this.#buffer = []
  }

  #arrive(entries: readonly Entry[]): void {
    for (const entry of entries) {
      const arrived = arrivedFrom(entry)
      if (entry.deliveries > this.#deps.tuning.crashLimit && !this.#deps.fromDead) this.#bury(arrived)
      else this.#buffer.push(arrived)
    }
    if (this.#stopped) this.#giveBackLate()
    else this.#handOut()
  }

  /** A claim that was under way when we stopped. */
  #giveBackLate(): void {
    for (const arrived of this.#buffer.splice(0))
      this.#settler.settle(arrived, { kind: 'unseen' }).catch(() => undefined)
  }

  /** When that fails it is delivered once more, and buried then. */
  #bury(arrived: Arrived): void {
    const { id, entry, stored } = arrived
    const name = `${this.stream}\n${id}`
    const letter = crashLetter(stored.envelope, name, entry.deliveries - 1, this.#deps.now())
    this.#settler.settle(arrived, { kind: 'dead', envelope: letter }).catch(() => undefined)
  }

  #handOut(): void {
    if (this.#stopped || this.#buffer.length === 0) return
    if (!this.#lease.fresh) {
      this.#lease.renew()
      return
    }
    const count = Math.min(this.#buffer.length, this.#prefetch - this.#held.size)
    if (count <= 0) return
    for (const arrived of this.#buffer.splice(0, count)) {
      this.#held.add(arrived)
      this.#options.onDelivery(new RedisDelivery(arrived, this.#hooks))
    }
  }

  #ended(arrived: Arrived): void {
    this.#held.delete(arrived)
    this.#settledSince++
    if (this.#stopped && this.#held.size === 0) void this.#leave()
    else this.#pump()
  }
}
