/** A queue as a track: what the diagram draws and the table says. Pure. */

import type { SignalState } from '@/components/ui/signal'
import { depthOf, rateIn, rateOut } from '../queues/queue-figures'
import type { Queue } from '../queues/use-queues'

export interface TrackConsumer {
  project: string
  /** Workers of one instance. */
  workers: number
  instances: number
  paused: boolean
}

export interface Track {
  type: string
  state: SignalState
  /** null: unknown */
  waiting: number | null
  /** In the failure archive. */
  dead: number
  inPerSecond: number | null
  outPerSecond: number | null
  producers: readonly string[]
  consumers: readonly TrackConsumer[]
}

export function trackOf(queue: Queue): Track {
  return {
    type: queue.type,
    state: queue.health.state,
    waiting: depthOf(queue, 'ready').value,
    dead: queue.failures.dead,
    inPerSecond: rateIn(queue).value,
    outPerSecond: rateOut(queue).value,
    producers: queue.producers,
    consumers: queue.consumers.map(({ project, workers, instances, paused }) => ({
      project,
      workers,
      instances,
      paused: paused || queue.paused !== null,
    })),
  }
}

const RANK: Record<SignalState, number> = { danger: 0, caution: 1, unknown: 3, clear: 3, paused: 2 }
const flow = (track: Track) => Math.max(track.inPerSecond ?? 0, track.outPerSecond ?? 0)

/** The tracks worth a look: unhealthy first, then the busiest, then those with most waiting. */
export function pickTracks(tracks: readonly Track[], most: number): Track[] {
  return [...tracks]
    .sort(
      (a, b) =>
        RANK[a.state] - RANK[b.state] ||
        flow(b) - flow(a) ||
        (b.waiting ?? 0) - (a.waiting ?? 0) ||
        a.type.localeCompare(b.type),
    )
    .slice(0, most)
}
