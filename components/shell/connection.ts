/** What the shell says about the line to the control plane. Pure. */
import type { StreamState } from '@/components/api/stream-state'

export interface Line {
  /** A query that is shown has just failed without an answer. */
  failing: boolean
  /** When the last answer came, ms; null before the first. */
  answeredAt: number | null
}

export interface Connection {
  state: 'clear' | 'caution' | 'danger' | 'unknown'
  text: string
}

/** Three missed heartbeats. */
const OLD_AFTER_MS = 30_000

export function connectionOf({ failing, answeredAt }: Line, now: number): Connection {
  if (answeredAt === null)
    return failing ? { state: 'danger', text: 'no answer' } : { state: 'unknown', text: 'connecting' }
  const age = Math.max(0, now - answeredAt)
  if (failing && age < OLD_AFTER_MS) return { state: 'caution', text: 'reconnecting' }
  if (age < OLD_AFTER_MS) return { state: 'clear', text: 'live' }
  const seconds = Math.floor(age / 1_000)
  const words = seconds < 120 ? `${seconds} s` : `${Math.floor(seconds / 60)} min`
  return { state: 'danger', text: `data ${words} old` }
}

const TIPS: Readonly<Record<StreamState, string>> = {
  open: 'Changes are shown as they happen.',
  connecting: 'Polling: every few seconds, until changes are told as they happen.',
  lost: 'Polling: changes are not told as they happen; trying again.',
  closed: 'Polling: every few seconds.',
}

/** How news come to this page. */
export const streamTip = (stream: StreamState): string => TIPS[stream]
