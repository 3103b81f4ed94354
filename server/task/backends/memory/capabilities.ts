import type { Capabilities } from '../capabilities.ts'

/** Everything is known exactly, and nothing survives the process. */
export const MEMORY_CAPABILITIES: Capabilities = {
  durable: false,
  delayResolutionMs: 1,
  orderByKey: true,
  peek: true,
  find: false,
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
    durable: 'it lives and dies with its process',
    find: 'nobody outside its process could ask',
  },
}
