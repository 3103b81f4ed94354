/** One report of a consumer that takes from several queues: what each runs, and the state of the one in trouble. */
import type { ConsumerReport } from '../source/heartbeat.ts'

const MOST_SHOWN = 20
const WORST_FIRST: readonly ConsumerReport['state'][] = [
  'crashed',
  'tripped',
  'starting',
  'draining',
  'running',
  'paused',
  'stopped',
]
const severity = ({ state }: ConsumerReport) => WORST_FIRST.indexOf(state)

/** @param reports at least one; counts and latency are those of the type and the same in all of them */
export function reportOf(reports: readonly ConsumerReport[]): ConsumerReport {
  const [worst] = reports.toSorted((a, b) => severity(a) - severity(b))
  if (worst === undefined) throw new Error('A consumer has at least one queue.')
  const running = reports.flatMap((report) => report.running)
  return {
    ...worst,
    running: running.toSorted((a, b) => (a.startedAt < b.startedAt ? -1 : 1)).slice(0, MOST_SHOWN),
    runningCount: reports.reduce((sum, report) => sum + report.runningCount, 0),
    restarts: reports.reduce((sum, report) => sum + report.restarts, 0),
  }
}
