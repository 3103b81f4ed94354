/** What is measured of each queue system. Each is used as its own documentation recommends. */
import type { BenchBackend } from '../arguments.ts'

/** Where one measurement takes place; nobody else is there, and it is empty. */
export interface Site {
  readonly url: string
  /** One lower-case word, for queues and such. */
  readonly name: string
}

/** About 1 KB as JSON. */
export interface Payload {
  /** When it was published, in milliseconds of the machine's monotonic clock. */
  readonly sentAtMs: number
  readonly filling: string
}

export interface Publisher {
  /** Resolves when the broker, or the database's disk, has it. */
  publish(payload: Payload): Promise<void>
  /**
   * How one caller stores many: all of them in one call, or (null) one by one with a window of them unconfirmed.
   * Resolves when all are stored.
   */
  readonly publishBatch: ((payloads: readonly Payload[]) => Promise<void>) | null
  close(): Promise<void>
}

export interface Arrival {
  /** 1-based. */
  readonly attempt: number
  /** Decoded only when asked for, where the library leaves decoding to its user. */
  payload(): Payload
}

export interface ConsumerOptions {
  /** Tasks that run at once. */
  readonly workers: number
  /** Whether `run` ever throws; some libraries settle in another way then. */
  readonly mayFail: boolean
  /** Throws to have the task tried again, at once. */
  readonly run: (arrival: Arrival) => void
}

export interface Consumer {
  /** Resolves when all of `count` tasks are acknowledged, or deleted, as far as the broker is concerned. */
  settled(count: number): Promise<void>
  close(): Promise<void>
}

export interface Contender {
  /** Makes the queue; once, before anything else. */
  prepare(site: Site, backend: BenchBackend): Promise<void>
  publisher(site: Site, backend: BenchBackend): Promise<Publisher>
  consumer(site: Site, options: ConsumerOptions, backend: BenchBackend): Promise<Consumer>
}

const FILLING = 'x'.repeat(980)

export const payloadAt = (sentAtMs: number): Payload => ({ sentAtMs, filling: FILLING })

/** Always the same object, so that a program without a serializer may keep its bytes. */
export const PAYLOAD: Payload = payloadAt(0)

/** The same clock in every process of a machine. */
export const monotonicMs = (): number => Number(process.hrtime.bigint()) / 1e6
