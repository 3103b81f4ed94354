/** Postgres reads years of four digits; an instant outside of them would fail everybody's batch. */
const FIRST_MS = 0
const LAST_MS = Date.UTC(9999, 11, 31)

/** @throws RangeError for an invalid date */
export function toInstant(date: Date): string {
  return new Date(Math.min(Math.max(date.getTime(), FIRST_MS), LAST_MS)).toISOString()
}
