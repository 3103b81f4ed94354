import type { Capabilities } from '../capabilities.ts'

/**
 * Over AMQP alone: what is unacknowledged is not told, and delayed tasks of all types share the rungs of one ladder.
 * No `peek`: the broker can only take a message and put it back, which counts toward the delivery limit, so that
 * looking often enough would make a task dead.
 */
export const RABBITMQ_CAPABILITIES: Capabilities = {
  durable: true,
  delayResolutionMs: 250,
  orderByKey: false,
  peek: false,
  find: false,
  unique: false,
  cancel: false,
  purge: true,
  purgesDelayed: false,
  stats: {
    ready: 'exact',
    inFlight: 'unsupported',
    delayed: 'unsupported',
    dead: 'estimated',
    oldestAge: 'unsupported',
    totals: 'unsupported',
  },
  why: {
    orderByKey: 'a queue knows no keys; one consumer at a time would order everything and share nothing out',
    peek: 'it can only take a message and put it back, which counts toward the delivery limit',
    find: 'a message is found only by taking all that are before it',
    unique: 'a queue does not know what it holds',
    cancel: 'a message leaves a queue only at its head',
    purgesDelayed: 'delayed tasks of all types share the rungs of one ladder',
    delayed: 'delayed tasks of all types share the rungs of one ladder',
    inFlight: 'only its management API tells',
    oldestAge: 'no interface tells',
    totals: 'only its management API tells',
  },
}

/** With the management API: its figures are up to five seconds old. */
export const RABBITMQ_MANAGED_CAPABILITIES: Capabilities = {
  ...RABBITMQ_CAPABILITIES,
  stats: {
    ...RABBITMQ_CAPABILITIES.stats,
    ready: 'estimated',
    inFlight: 'estimated',
    totals: 'estimated',
  },
}
