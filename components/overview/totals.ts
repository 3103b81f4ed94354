/** The figures of the tiles: sums over all queues and instances. Pure. */
import type { FigureValue } from '../queues/queue-figures'
import { addFigures, depthOf, drainOf, fleetWorkers, rateIn, rateOut } from '../queues/queue-figures'
import type { Queue } from '../queues/use-queues'

export interface Totals {
  queues: number
  waiting: FigureValue
  running: FigureValue
  workers: number
  inPerSecond: FigureValue
  outPerSecond: FigureValue
  /** In the failure archive: for a person to decide. */
  dead: number
  deadLastHour: number
  /** The slowest queue's estimate, ms; null when a queue has none, or nothing waits. */
  drainMs: number | null
  /** Queues whose figures are not known now. */
  unknown: number
  /** Waiting over the last samples. */
  recentWaiting: (number | null)[]
}

/** Adds what is known. Where a part is unknown the sum is only an estimate, and says so. */
export function sumKnown(figures: readonly FigureValue[]): FigureValue {
  // Without queues nothing waits: that is known.
  if (figures.length === 0) return { value: 0, quality: 'exact' }
  const known = figures.filter((figure) => figure.value !== null)
  if (known.length === 0) return { value: null, quality: 'exact' }
  const sum = addFigures(known)
  return known.length === figures.length ? sum : { value: sum.value, quality: 'estimated' }
}

export function totalsOf(queues: readonly Queue[]): Totals {
  const ready = queues.map((queue) => depthOf(queue, 'ready'))
  return {
    queues: queues.length,
    waiting: sumKnown(ready),
    running: sumKnown(queues.map((queue) => depthOf(queue, 'inFlight'))),
    workers: queues.reduce((sum, queue) => sum + fleetWorkers(queue), 0),
    inPerSecond: sumKnown(queues.map(rateIn)),
    outPerSecond: sumKnown(queues.map(rateOut)),
    dead: queues.reduce((sum, queue) => sum + queue.failures.dead, 0),
    deadLastHour: queues.reduce((sum, queue) => sum + queue.failures.lastHour, 0),
    drainMs: slowestDrain(queues),
    unknown: ready.filter((figure) => figure.value === null).length,
    recentWaiting: addRecent(queues.map((queue) => queue.recent)),
  }
}

/** Where tasks wait and no end can be estimated, the whole has none either. */
function slowestDrain(queues: readonly Queue[]): number | null {
  const waiting = queues.filter((queue) => depthOf(queue, 'ready').value !== 0)
  const drains = waiting.map((queue) => drainOf(queue).value)
  const known = drains.filter((drain) => drain !== null)
  return known.length === drains.length && known.length > 0 ? Math.max(...known) : null
}

/** Sums series that end now; where no queue has a sample it stays unknown. */
export function addRecent(series: readonly (readonly (number | null)[])[]): (number | null)[] {
  const length = Math.max(0, ...series.map((values) => values.length))
  return Array.from({ length }, (_, index) => {
    const known = series
      .map((values) => values[values.length - length + index])
      .filter((value) => value !== null && value !== undefined)
    return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0)
  })
}
