/** Instants of a query, and the filter that the API is asked with. Pure; `now` is passed in, milliseconds. */
import type { Schemas } from '@/components/api/client'
import type { Query } from './query.ts'

export type FailureFilter = Schemas['FailureFilter']

const UNIT_MS: Record<string, number> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
}
const AGO = /^-(\d{1,6})([smhdw])$/
const CLOCK = /^([01]?\d|2[0-3]):([0-5]\d)$/
const DATE = /^\d{4}-\d{2}-\d{2}$/
const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})?$/

/** The last time that the viewer's clock showed it. */
function lastClock(hours: number, minutes: number, now: number): number {
  const at = new Date(now)
  at.setHours(hours, minutes, 0, 0)
  if (at.getTime() > now) at.setDate(at.getDate() - 1)
  return at.getTime()
}

/** "-2h" ago, "14:02" by the viewer's clock, a date or a date with a time; milliseconds, or null when it is none of them. */
export function readInstant(text: string, now: number): number | null {
  const ago = AGO.exec(text)
  if (ago) return now - Number(ago[1]) * (UNIT_MS[ago[2] ?? ''] ?? 0)
  const clock = CLOCK.exec(text)
  if (clock) return lastClock(Number(clock[1]), Number(clock[2]), now)
  // A date alone begins in the viewer's zone; JavaScript would read it as UTC.
  const at = DATE.test(text)
    ? Date.parse(`${text}T00:00`)
    : DATE_TIME.test(text)
      ? Date.parse(text)
      : Number.NaN
  return Number.isNaN(at) ? null : at
}

function instantOf(text: string | null, now: number): string | undefined {
  const at = text === null ? null : readInstant(text, now)
  return at === null ? undefined : new Date(at).toISOString()
}

/** What the API is asked with; the status is not part of it, since an action decides which it touches. */
export function filterOf(query: Query, now: number): FailureFilter {
  const from = instantOf(query.after, now)
  const to = instantOf(query.before, now)
  return {
    ...(query.type.length > 0 ? { type: [...query.type] } : {}),
    ...(query.project.length > 0 ? { project: [...query.project] } : {}),
    ...(query.reason.length > 0 ? { reason: [...query.reason] } : {}),
    ...(query.group === null ? {} : { group: query.group }),
    ...(query.text === '' ? {} : { q: query.text }),
    ...(query.task === null ? {} : { taskId: query.task }),
    ...(query.replay === null ? {} : { replay: query.replay }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  }
}

/** Whether the filter moves with the clock, so that it must be made anew from time to time. */
export const movesWithTime = ({ after, before }: Query) =>
  [after, before].some((text) => text !== null && (AGO.test(text) || CLOCK.test(text)))
