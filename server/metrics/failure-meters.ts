/** Dead tasks in the archive, by type: what they are now, and how many died in all. Read from counts, not counted. */
import { Counter, Gauge, type Registry } from 'prom-client'
import type { Database } from '../store/database.ts'
import { failureTallies } from '../store/failure-tallies.ts'

export interface FailureMeters {
  refresh(): Promise<void>
  /** Nothing is known now. */
  reset(): void
}

export function createFailureMeters(register: Registry, database: Database): FailureMeters {
  const registers = [register]
  const now = new Gauge({
    name: 'signalbox_failures',
    help: 'Dead tasks in the archive by status: dead, replaying, replayed or archived',
    labelNames: ['type', 'status'],
    registers,
  })
  const ever = new Counter({
    name: 'signalbox_failures_total',
    help: 'Dead tasks that came into the archive, whatever became of them',
    labelNames: ['type', 'reason'],
    registers,
  })
  const reset = () => {
    now.reset()
    ever.reset()
  }
  return {
    reset,
    async refresh() {
      const tallies = await failureTallies(database)
      reset()
      for (const { type, reason, status, count } of tallies) {
        now.inc({ type, status }, count)
        ever.inc({ type, reason }, count)
      }
    },
  }
}
