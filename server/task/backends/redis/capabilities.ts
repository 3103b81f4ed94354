import type { Capabilities } from '../capabilities.ts'

export const REDIS_CAPABILITIES: Capabilities = {
  durable: true,
  delayResolutionMs: 250,
  orderByKey: false,
  peek: false,
  find: false,
  unique: false,
  cancel: false,
  purge: false,
  purgesDelayed: false,
  stats: {
    ready: 'unsupported',
    inFlight: 'unsupported',
    delayed: 'unsupported',
    dead: 'unsupported',
    oldestAge: 'unsupported',
    totals: 'unsupported',
  },
}
