/**
 * Delays as a ladder that all types of a namespace share. A rung is a topic exchange and a quorum queue in which a message
 * spends 125 ms × 2ⁿ; a delay is the sum of the rungs whose bit is set. The routing key tells the way: one bit per rung, the
 * highest first, and one word that names the destination.
 *
 * A message enters at the exchange of its highest set bit. An exchange n brings it into queue n where its bit is 1, else to
 * exchange n−1; queue n dead-letters to exchange n−1, and rung 0 to the exchange `due`, to which the destinations are
 * bound. Every queue is at-least-once with reject-publish: a message leaves a rung when the next one has it.
 *
 * Not one queue with a time to live per message: there only the head expires.
 */
import type { Channel } from 'amqplib'
import { atLeastOnce, QUORUM } from './queue-arguments.ts'

const UNIT_MS = 125
/**
 * The longest rung is 48 days: a quorum queue's timer holds no more than 2³² ms. A longer delay than all rungs
 * together (97 days) is walked in several rounds.
 */
const RUNGS = 26
const MAX_UNITS = 2 ** RUNGS - 1

export const ladderExchange = (namespace: string, rung: number) => `${namespace}.delay.${labelOf(rung)}`
export const dueExchange = (namespace: string) => `${namespace}.delay.due`

/** Of a rung: `125ms`, `500ms`, `1s`, `64s`. */
function labelOf(rung: number): string {
  const ms = UNIT_MS * 2 ** rung
  return ms < 1_000 ? `${ms}ms` : `${ms / 1_000}s`
}

/** Rounded up, never early. */
function unitsOf(delayMs: number): number {
  return Math.min(Math.ceil(delayMs / UNIT_MS), MAX_UNITS)
}

/** The rung at which a message enters; `delayMs` is positive. */
export function rungOf(delayMs: number): number {
  return Math.floor(Math.log2(unitsOf(delayMs)))
}

export interface Route {
  readonly exchange: string
  readonly routingKey: string
}

/** @param address one word, see `QueueNames` */
export function ladderRoute(namespace: string, address: string, delayMs: number): Route {
  const bits = unitsOf(delayMs).toString(2).padStart(RUNGS, '0')
  return {
    exchange: ladderExchange(namespace, rungOf(delayMs)),
    routingKey: `${[...bits].join('.')}.${address}`,
  }
}

/** A fixed number of words before it: `#` would also match an address that ends the same way. */
export function duePattern(address: string): string {
  return `${'*.'.repeat(RUNGS)}${address}`
}

/** `bit` at the place of the rung; the words after it do not matter. */
function rungPattern(rung: number, bit: '0' | '1'): string {
  return `${'*.'.repeat(RUNGS - 1 - rung)}${bit}${'.*'.repeat(rung + 1)}`
}

/**
 * Where the ladder ends. What is due for a type whose queue was deleted is parked: it would hold up the others, as rung 0
 * has only a few messages on the way at once.
 */
export async function declareDue(channel: Channel, namespace: string): Promise<string> {
  const [due, parked] = [dueExchange(namespace), `${namespace}.delay.unroutable`]
  await channel.assertExchange(parked, 'fanout', { durable: true })
  await channel.assertQueue(parked, { durable: true, arguments: QUORUM })
  await channel.bindQueue(parked, parked, '')
  await channel.assertExchange(due, 'topic', { durable: true, alternateExchange: parked })
  return due
}

async function declareRung(channel: Channel, namespace: string, rung: number): Promise<void> {
  const name = ladderExchange(namespace, rung)
  const next = rung === 0 ? dueExchange(namespace) : ladderExchange(namespace, rung - 1)
  await channel.assertExchange(name, 'topic', { durable: true })
  await channel.assertQueue(name, {
    durable: true,
    arguments: { ...atLeastOnce(next), 'x-message-ttl': UNIT_MS * 2 ** rung },
  })
  await channel.bindQueue(name, name, rungPattern(rung, '1'))
  await channel.bindExchange(next, name, rungPattern(rung, '0'))
}

/** The rungs `from` to `top`, from the ground: a rung leads to those below it. */
export async function declareRungs(
  channel: Channel,
  namespace: string,
  from: number,
  top: number,
): Promise<void> {
  if (from === 0) await declareDue(channel, namespace)
  for (let rung = from; rung <= top; rung++) await declareRung(channel, namespace, rung)
}
