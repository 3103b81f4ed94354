/** How long handlers took over the last minute: six histograms of ten seconds each, oldest thrown away. */
import { createHistogram, type RecordableHistogram } from 'node:perf_hooks'

const SLICE_MS = 10_000
const SLICES = 6

export interface Latency {
  readonly p50: number
  readonly p95: number
  readonly p99: number
}

interface Slice {
  readonly index: number
  readonly histogram: RecordableHistogram
}

export interface LatencyWindow {
  record(durationMs: number, nowMs: number): void
  /** Milliseconds, to a tenth; null without a run in the last minute. */
  read(nowMs: number): Latency | null
}

export function createLatencyWindow(): LatencyWindow {
  let slices: Slice[] = []
  const current = (nowMs: number) => Math.floor(nowMs / SLICE_MS)
  const forget = (nowMs: number) => {
    slices = slices.filter((slice) => slice.index > current(nowMs) - SLICES)
  }
  return {
    record(durationMs, nowMs) {
      const index = current(nowMs)
      let slice = slices.at(-1)
      if (slice?.index !== index) {
        forget(nowMs)
        slice = { index, histogram: createHistogram({ figures: 2 }) }
        slices.push(slice)
      }
      // The histogram counts whole microseconds, from 1.
      slice.histogram.record(Math.max(1, Math.round(durationMs * 1_000)))
    },
    read(nowMs) {
      forget(nowMs)
      const all = createHistogram({ figures: 2 })
      for (const slice of slices) all.add(slice.histogram)
      if (all.count === 0) return null
      const at = (percentile: number) => Math.round(all.percentile(percentile) / 100) / 10
      return { p50: at(50), p95: at(95), p99: at(99) }
    },
  }
}
