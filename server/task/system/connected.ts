/** Waits, within limits, for a backend that is not connected yet: a broker that restarts is back in seconds. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Backend } from '../backends/backend.ts'
import { isTaskError } from '../errors.ts'
import type { BackendLink } from './backend-link.ts'

const PAUSE_MS = 250

/** @throws the link's own error when it stays unconnected for `waitMs`, or cannot be connected without a change */
export async function connected(link: BackendLink, waitMs: number): Promise<Backend> {
  const untilMs = performance.now() + waitMs
  for (;;) {
    try {
      return await link.ready()
    } catch (error) {
      const mayPass = isTaskError(error) && error.code === 'backend-unavailable'
      if (!mayPass || performance.now() + PAUSE_MS > untilMs) throw error
      await sleep(PAUSE_MS)
    }
  }
}
