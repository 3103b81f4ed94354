/** The options of a handler that sends many tasks in one call. */
import { z } from 'zod'
import type { BatchLimits } from './batching.ts'

/** @param mostTasks what the service takes in one call */
export function batchOptions(mostTasks: number) {
  return {
    batchMaxTasks: z.int().min(1).max(mostTasks).default(Math.min(500, mostTasks)).meta({
      title: 'Tasks in one call',
      description: `Tasks that run at the same time are sent together, at most so many; 1 sends each by itself`,
    }),
    batchLingerMs: z.int().min(0).max(1_000).default(10).meta({
      title: 'Wait for others (ms)',
      description: 'Longest time that a task waits for others to be sent with; a single worker never waits',
    }),
  }
}

interface BatchChoice {
  readonly batchMaxTasks: number
  readonly batchLingerMs: number
}

/** What the configuration chose, within what the service takes. */
export function batchLimits(
  { batchMaxTasks, batchLingerMs }: BatchChoice,
  service: Pick<BatchLimits, 'maxBytes' | 'maxItemBytes'>,
): BatchLimits {
  return { maxTasks: batchMaxTasks, lingerMs: batchLingerMs, ...service }
}
