/** Figures and instants in the sentences of health; instants are in UTC, because a sentence knows no viewer. */

const UNITS = [
  { ms: 86_400_000, name: 'd' },
  { ms: 3_600_000, name: 'h' },
  { ms: 60_000, name: 'min' },
  { ms: 1_000, name: 's' },
] as const

/** 40 s, 5 min, 3 h, 2 d. */
export function ageInWords(ms: number): string {
  const unit = UNITS.find((candidate) => ms >= candidate.ms)
  return unit === undefined ? '0 s' : `${Math.floor(ms / unit.ms)} ${unit.name}`
}

const WHOLE = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })
const TENTHS = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 })

/** 1,240; below ten with one decimal: 0.4. */
export function numberInWords(value: number): string {
  return (value < 10 ? TENTHS : WHOLE).format(value)
}

export function tasksWait(count: number): string {
  return count === 1 ? '1 task waits' : `${numberInWords(count)} tasks wait`
}

/** "18:00 UTC" on the same day, else "2026-01-31 18:00 UTC". */
export function instantInWords(instant: Date, now: Date): string {
  const [day, time] = instant.toISOString().split('T')
  const clock = `${time?.slice(0, 5)} UTC`
  return day === now.toISOString().slice(0, 10) ? clock : `${day} ${clock}`
}

export function tasksDied(count: number): string {
  return count === 1 ? '1 task died' : `${numberInWords(count)} tasks died`
}

/** "2 of 3 instances"; "all 3 instances"; "its only instance". */
export function instancesInWords(count: number, all: number): string {
  if (count < all) return `${count} of ${all} instances`
  return all === 1 ? 'its only instance' : `all ${all} instances`
}

/** Enough of somebody else's text for a sentence. */
const LONGEST_CLAUSE = 200

/** The first line of an error, without a full stop. */
export function firstLine(text: string): string {
  const line = text.trim().split('\n', 1)[0]?.trim().replace(/\.$/, '') ?? ''
  return line.length <= LONGEST_CLAUSE ? line : `${line.slice(0, LONGEST_CLAUSE - 1)}…`
}
