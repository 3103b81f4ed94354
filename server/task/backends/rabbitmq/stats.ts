/** How many tasks wait where: from the management API where its address is known, else from AMQP alone. */
import type { QueueStats } from '../backend.ts'
import type { Capabilities, Figure, Quality } from '../capabilities.ts'
import type { ControlChannel } from './control.ts'
import type { Management, QueueFigures } from './management.ts'
import type { QueueNames } from './names.ts'
import { codeOf } from './rabbitmq-error.ts'

/** @param value null: unknown */
const figure = (quality: Quality, value: number | null | undefined): Figure => ({
  quality,
  value: quality === 'unsupported' ? null : (value ?? null),
})

interface Counts {
  readonly ready: number | null
  readonly inFlight: number | null
  readonly dead: number | null
  readonly acked: number | null
}

function toStats({ stats }: Capabilities, counts: Counts, sampledAt: Date): QueueStats {
  const { ready, inFlight, dead, acked } = counts
  return {
    ready: figure(stats.ready, ready),
    inFlight: figure(stats.inFlight, inFlight),
    delayed: figure(stats.delayed, null),
    dead: figure(stats.dead, dead),
    oldestAgeMs: figure(stats.oldestAge, null),
    // Whatever came is gone or still there. A retry leaves and comes again, and counts each time.
    enqueuedTotal: acked === null ? null : acked + (ready ?? 0) + (inFlight ?? 0),
    completedTotal: acked,
    sampledAt,
  }
}

/** Missing until the first one. */
function ackedOf({ message_stats }: QueueFigures): number {
  return message_stats !== undefined && 'ack' in message_stats ? (message_stats.ack ?? 0) : 0
}

function fromFigures(work: QueueFigures | undefined, dead: QueueFigures | undefined): Counts {
  const known = work?.messages_ready !== undefined
  return {
    ready: work?.messages_ready ?? null,
    inFlight: work?.messages_unacknowledged ?? null,
    dead: dead?.messages ?? null,
    acked: known ? ackedOf(work) : null,
  }
}

export async function managedStats(
  management: Management,
  capabilities: Capabilities,
  queues: readonly QueueNames[],
  now: () => Date,
): Promise<QueueStats[]> {
  const figures = await management.queues(queues.flatMap(({ work, dead }) => [work, dead]))
  const sampledAt = now()
  return queues.map(({ work, dead }) =>
    toStats(capabilities, fromFigures(figures.get(work), figures.get(dead)), sampledAt),
  )
}

/** null when there is no such queue. */
async function readyIn(control: ControlChannel, queue: string): Promise<number | null> {
  try {
    return (await control.run((channel) => channel.checkQueue(queue))).messageCount
  } catch (error) {
    if (codeOf((error as Error).cause) === 404) return null
    throw error
  }
}

export async function passiveStats(
  control: ControlChannel,
  capabilities: Capabilities,
  queues: readonly QueueNames[],
  now: () => Date,
): Promise<QueueStats[]> {
  const all: QueueStats[] = []
  for (const { work, dead } of queues) {
    const counts = { ready: await readyIn(control, work), dead: await readyIn(control, dead) }
    all.push(toStats(capabilities, { ...counts, inFlight: null, acked: null }, now()))
  }
  return all
}
