/** What stands below the figures of the tiles. Pure. */
import { compactNumber, duration, exactNumber } from '../ui/format'
import type { Totals } from './totals'

const some = (count: number, one: string, many = `${one}s`) =>
  `${compactNumber(count)} ${count === 1 ? one : many}`

export function waitingBelow({ waiting, drainMs, unknown, queues }: Totals): string {
  if (queues === 0) return 'no queues yet'
  if (unknown > 0) return `${some(unknown, 'queue')} unknown`
  if (waiting.value === 0) return 'nothing waits'
  return drainMs === null ? 'no end in sight' : `drains in ~${duration(drainMs)}`
}

export const runningBelow = ({ workers }: Totals) =>
  workers === 0 ? 'no workers' : `of ${some(workers, 'worker')}`

/** @param peak tasks per second, the most that this page has seen */
export function inBelow({ inPerSecond }: Totals, peak: number | null): string {
  if (inPerSecond.value === null) return 'not sampled yet'
  if (peak !== null && peak > inPerSecond.value) return `peak ${compactNumber(peak)}`
  return inPerSecond.value === 0 ? 'none now' : 'published'
}

/** Whether what goes out keeps up with what comes in, where anything moves at all. */
export function outBelow({ inPerSecond, outPerSecond, waiting }: Totals): string {
  const [into, out] = [inPerSecond.value, outPerSecond.value]
  if (into === null || out === null) return 'balance unknown'
  const growth = Math.round(into - out)
  if (growth !== 0) return `backlog ${growth > 0 ? '+' : '−'}${compactNumber(Math.abs(growth))}/s`
  if (out > 0) return 'keeps up'
  return waiting.value ? 'nothing is finished' : 'nothing to do'
}

/** @param groups causes; null until they are known */
export function deadBelow({ dead }: Totals, groups: { count: number; more: boolean } | null): string {
  if (dead === 0) return 'no task is dead'
  if (groups === null || groups.count === 0) return `${compactNumber(dead)} in all`
  return `${some(groups.count, 'cause')}${groups.more ? ' or more' : ''}`
}

export interface Fleet {
  readonly live: number
  readonly stale: number
  readonly lost: number
  /** Projects whose newest revision is not everywhere. */
  readonly rollouts: number
}

export function fleetBelow({ live, stale, lost, rollouts }: Fleet): string {
  const parts = [
    stale > 0 && `${exactNumber(stale)} stale`,
    lost > 0 && `${exactNumber(lost)} lost`,
    rollouts > 0 && some(rollouts, 'roll-out'),
  ].filter(Boolean)
  if (parts.length > 0) return parts.join(' · ')
  return live === 0 ? 'none yet' : 'all current'
}
