/**
 * Where a subscription's entries come from: a read that waits at the server on a connection of its own, consumers whose
 * lease ran out, and answers that were lost with a connection.
 */
import type { RedisConnection } from './connection.ts'
import { GROUP, type Lane } from './keys.ts'
import { CLAIM, RECOVER, type Script } from './scripts.ts'

/** An entry as it came. */
export interface Entry {
  readonly id: string
  readonly consumer: string
  /** How often it was delivered, this time included. */
  readonly deliveries: number
  readonly redelivered: boolean
  readonly fields: readonly Buffer[]
}

type Claimed = readonly [id: Buffer, deliveries: number, seen: number, fields: readonly Buffer[]]
type Read = readonly (readonly [stream: Buffer, entries: readonly (readonly [Buffer, readonly Buffer[]])[]])[]

export class Intake {
  readonly #reader: RedisConnection
  readonly #control: RedisConnection
  readonly #lane: Lane
  /** Claiming and recovering would take each other's entries for lost ones. */
  #turn: Promise<unknown> = Promise.resolve()

  constructor(reader: RedisConnection, control: RedisConnection, lane: Lane) {
    this.#reader = reader
    this.#control = control
    this.#lane = lane
  }

  /** Waits at most `blockMs` for the first one. */
  async read(consumer: string, limit: number, blockMs: number): Promise<Entry[]> {
    const { stream } = this.#lane
    const from = ['COUNT', String(limit), 'BLOCK', String(blockMs), 'STREAMS', stream, '>']
    const reply = await this.#reader.send<Read | null>(
      ['XREADGROUP', 'GROUP', GROUP, consumer, ...from],
      true,
    )
    return (reply?.[0]?.[1] ?? []).map(([id, fields]) => ({
      id: id.toString('latin1'),
      consumer,
      deliveries: 1,
      redelivered: false,
      fields,
    }))
  }

  claim(consumer: string, limit: number, leaseMs: number): Promise<Entry[]> {
    return this.#take(CLAIM, consumer, limit, [String(leaseMs)])
  }

  /** What stands under our name, although it is not among those that we `know`. */
  recover(consumer: string, limit: number, know: () => Iterable<string>): Promise<Entry[]> {
    return this.#take(RECOVER, consumer, limit, know)
  }

  #take(script: Script, consumer: string, limit: number, more: string[] | (() => Iterable<string>)) {
    const turn = this.#turn.then(async () => {
      const rest = typeof more === 'function' ? more() : more
      const args = [GROUP, consumer, String(limit), ...rest]
      const reply = await this.#control.run<readonly Claimed[] | null>(script, this.#lane.keys, args, true)
      return (reply ?? []).map(([id, deliveries, seen, fields]) => ({
        id: id.toString('latin1'),
        consumer,
        deliveries,
        redelivered: seen === 1 || deliveries > 1,
        fields,
      }))
    })
    this.#turn = turn.catch(() => undefined)
    return turn
  }
}
