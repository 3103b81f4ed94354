import { depthOf, type FigureValue } from '../queues/queue-figures'
import type { Queue } from '../queues/use-queues'

export interface DeadQueue {
  queue: Queue
  dead: FigureValue
}

/** Queues with dead tasks, most first, and how many queues cannot tell. Pure. */
export function deadQueuesOf(queues: readonly Queue[]): { found: DeadQueue[]; unknown: number } {
  const all = queues.map((queue) => ({ queue, dead: depthOf(queue, 'dead') }))
  const found = all.filter(({ dead }) => (dead.value ?? 0) > 0)
  found.sort((a, b) => (b.dead.value ?? 0) - (a.dead.value ?? 0))
  return { found, unknown: all.filter(({ dead }) => dead.value === null).length }
}
