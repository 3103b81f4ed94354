/** What a heartbeat says of the process itself. */
import { hostname } from 'node:os'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { VERSION } from '../version.ts'
import type { Heartbeat } from './heartbeat.ts'

export type Vitals = Pick<Heartbeat, 'host' | 'pid' | 'version' | 'memoryBytes' | 'eventLoopLagMs'>

export interface VitalsMonitor {
  /** Since the last reading. */
  read(): Vitals
  stop(): void
}

const RESOLUTION_MS = 20

export function monitorVitals(): VitalsMonitor {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  delay.enable()
  return {
    read() {
      // The histogram holds nanoseconds between ticks, the tick itself included; without a tick it is not a number.
      const betweenMs = delay.percentile(99) / 1e6
      delay.reset()
      return {
        host: hostname() || 'localhost',
        pid: process.pid,
        version: VERSION,
        memoryBytes: process.memoryUsage.rss(),
        eventLoopLagMs: Math.max(0, Math.round((betweenMs - RESOLUTION_MS) * 10) / 10) || 0,
      }
    },
    stop() {
      delay.disable()
    },
  }
}
