import type { Capabilities } from '../capabilities.ts'

export const POSTGRES_CAPABILITIES: Capabilities = {
  durable: true,
  delayResolutionMs: 250,
  orderByKey: false,
  peek: true,
  find: true,
  unique: false,
  cancel: false,
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
}
