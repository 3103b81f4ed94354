/** Names of keys on the server (contract, section 1). The braces put all keys of a type into one slot of a cluster. */
import type { QueueSpec } from '../backend.ts'

/** One stream that tasks are taken from, with what belongs to it. */
export interface Lane {
  readonly stream: string
  /** Somebody else's: nothing about it is declared. */
  readonly foreign: boolean
  /** In the order in which every script names them: stream, leases, delayed, delayed tasks, totals, unique, dead. */
  readonly keys: readonly [string, string, string, string, string, string, string]
}

export interface QueueKeys {
  readonly type: string
  readonly work: Lane
  readonly dead: Lane
}

/** The consumer group that all instances take from. */
export const GROUP = 'signalbox'

export function keysOf(namespace: string, { type, queueName }: QueueSpec): QueueKeys {
  const own = `${namespace}:{${type}}`
  const dead = `${own}:dead`
  // What is delayed for another stream must come back to that one.
  const side = queueName === undefined ? own : `${own}:${queueName}`
  const lane = (stream: string, beside: string, foreign: boolean): Lane => ({
    stream,
    foreign,
    keys: [
      stream,
      `${beside}:leases`,
      `${beside}:delayed`,
      `${beside}:delayed:tasks`,
      `${beside}:totals`,
      `${own}:unique`,
      dead,
    ],
  })
  return {
    type,
    work: lane(queueName ?? own, side, queueName !== undefined),
    dead: lane(dead, dead, false),
  }
}

/** What each key must hold, in the order of `Lane.keys`. */
export const KEY_TYPES = ['stream', 'zset', 'zset', 'hash', 'hash', 'hash', 'stream'] as const

/** The set of all queues that were ever declared, for looking a task up. */
export const registryKey = (namespace: string) => `${namespace}:queues`
