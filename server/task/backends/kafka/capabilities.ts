import type { Capabilities } from '../capabilities.ts'

/** Figures are what offsets and the last commits of all consumers tell; control records of transactions count, too. */
export const KAFKA_CAPABILITIES: Capabilities = {
  durable: true,
  delayResolutionMs: 250,
  orderByKey: true,
  peek: false,
  find: false,
  unique: false,
  cancel: false,
  purge: true,
  purgesDelayed: true,
  stats: {
    ready: 'estimated',
    inFlight: 'estimated',
    delayed: 'estimated',
    dead: 'estimated',
    oldestAge: 'unsupported',
    totals: 'estimated',
  },
  why: {
    peek: 'a log shows all that was ever appended, not what waits',
    find: 'a record is found only by reading the log',
    unique: 'a log does not know what it holds',
    cancel: 'a record cannot be taken out of a log',
    oldestAge: 'no interface tells without reading the log',
  },
}
