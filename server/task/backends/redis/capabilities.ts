import type { Capabilities } from '../capabilities.ts'

export const REDIS_CAPABILITIES: Capabilities = {
  durable: true,
  delayResolutionMs: 250,
  orderByKey: false,
  peek: true,
  find: true,
  unique: true,
  cancel: true,
  purge: true,
  purgesDelayed: true,
  stats: {
    ready: 'exact',
    inFlight: 'exact',
    delayed: 'exact',
    dead: 'exact',
    oldestAge: 'exact',
    totals: 'exact',
  },
  why: {
    orderByKey: 'a stream hands its entries to whichever consumer asks next, and knows no keys',
  },
}
