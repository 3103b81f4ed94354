/** How a group of failures is: whether its cause still kills tasks. Pure. */

import type { SignalState } from '@/components/ui/signal'
import { exactNumber } from '../ui/format.ts'
import type { FailureGroup } from './use-failures'

const STILL_MS = 15 * 60_000
const LATELY_MS = 24 * 3_600_000

/** @param now ms */
export function groupState(
  { lastFailedAt }: Pick<FailureGroup, 'lastFailedAt'>,
  now: number,
): { state: SignalState; label: string } {
  const age = now - Date.parse(lastFailedAt)
  if (age < STILL_MS) return { state: 'danger', label: 'Tasks die of it now' }
  if (age < LATELY_MS) return { state: 'caution', label: 'Tasks died of it within the last day' }
  return { state: 'unknown', label: 'No task died of it within the last day' }
}

/** The trend in words: "Deaths per hour over 24 hours: 120 in all, most in one hour 40". */
export function trendInWords(trend: readonly number[]): string {
  const sum = trend.reduce((all, value) => all + value, 0)
  if (sum === 0) return 'No deaths in the last 24 hours'
  return `Deaths per hour over the last 24 hours: ${exactNumber(sum)} in all, at most ${exactNumber(Math.max(...trend))} in an hour`
}
