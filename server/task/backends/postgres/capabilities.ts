import type { Capabilities } from '../capabilities.ts'

export const POSTGRES_CAPABILITIES: Capabilities = {
  durable: true,
  delayResolutionMs: 250,
  orderByKey: true,
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
}
