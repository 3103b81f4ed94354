/** What the publisher carries: an envelope, where it goes, and when it is due. */
import type { ConfirmChannel } from 'amqplib'
import type { Envelope } from '../backend.ts'
import { ladderRoute, type Route } from './ladder.ts'
import { toProperties } from './message.ts'

export interface Parcel {
  readonly envelope: Envelope
  /** The queue it is for, whichever way it takes. */
  readonly queue: string
  /** That queue's word in the delay ladder. */
  readonly address: string
  readonly dueAtMs: number | null
}

/** A parcel on its way, and who waits for it. */
export interface Entry {
  readonly parcel: Parcel
  readonly sinceMs: number
  readonly resolve: () => void
  readonly reject: (error: Error) => void
  route: Route
  sentAtMs: number
  /** The broker sent it back: no queue of that name. */
  returned: boolean
  settled: boolean
}

export const sizeOf = (entry: Entry): number => entry.parcel.envelope.body.byteLength

/** Straight into the queue when it is due, else up the ladder. */
export function routeOf(namespace: string, { queue, address, dueAtMs }: Parcel, now: () => Date): Route {
  const delayMs = dueAtMs === null ? 0 : dueAtMs - now().getTime()
  return delayMs > 0 ? ladderRoute(namespace, address, delayMs) : { exchange: '', routingKey: queue }
}

/** @throws what amqplib throws: the channel is closed, or a property cannot be encoded */
export function transmit(channel: ConfirmChannel, entry: Entry, confirmed: (error: unknown) => void): void {
  const { envelope, dueAtMs } = entry.parcel
  const { body } = envelope
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(body.buffer, body.byteOffset, body.byteLength)
  const due = entry.route.exchange === '' ? null : dueAtMs
  channel.publish(entry.route.exchange, entry.route.routingKey, bytes, toProperties(envelope, due), confirmed)
}
