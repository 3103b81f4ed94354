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
