/** Health of each queue, and the instances in which a handler fails, for alerts. */
import { Gauge, type Registry } from 'prom-client'
import type { FleetCache } from '../queues/fleet-cache.ts'
import type { QueueBoard } from '../queues/queue-board.ts'

export interface HealthSources {
  readonly board: Pick<QueueBoard, 'all'>
  readonly fleet: FleetCache
}

export interface HealthGauges {
  refresh(): Promise<void>
  /** Nothing is known now. */
  reset(): void
}

export function createHealthGauges(register: Registry, { board, fleet }: HealthSources): HealthGauges {
  const registers = [register]
  const health = new Gauge({
    name: 'signalbox_queue_health',
    help: '1 for the state that the queue is in: clear, caution, danger, paused or unknown',
    labelNames: ['type', 'state'],
    registers,
  })
  const failing = new Gauge({
    name: 'signalbox_consumer_failing_instances',
    help: 'Live instances that say that the handler or its target fails',
    labelNames: ['type', 'project'],
    registers,
  })
  const reset = () => {
    health.reset()
    failing.reset()
  }
  return {
    reset,
    async refresh() {
      const [entries, { reports }] = await Promise.all([board.all(), fleet.read()])
      reset()
      for (const { view } of entries) health.set({ type: view.type, state: view.health.state }, 1)
      for (const report of reports)
        failing.set({ type: report.type, project: report.project }, report.failing)
    },
  }
}
