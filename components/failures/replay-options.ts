/** How fast, how often and when a replay sends, as typed. Pure. */
export interface OptionsDraft {
  /** Tasks per second; empty: as fast as the broker confirms. */
  readonly rate: string
  /** Attempts of each task. */
  readonly attempts: string
  /** Seconds until the first is sent. */
  readonly hold: string
  readonly reason: string
}
export interface Options {
  readonly ratePerSecond?: number
  readonly maxAttempts: number
  readonly holdSeconds: number
  readonly reason: string
}
export type ReadOptions =
  | { readonly ok: true; readonly options: Options }
  | { readonly ok: false; readonly errors: Partial<Record<'rate' | 'attempts', string>> }

/** Past so many, what answers again after a failure is not hit by all of them at once. */
const MANY = 100
const GENTLE_RATE = 50
export const HOLDS = [
  { value: '0', label: 'at once' },
  { value: '10', label: 'after 10 s, to undo' },
  { value: '60', label: 'after 1 minute, to undo' },
  { value: '300', label: 'after 5 minutes, to undo' },
]

/** One task is sent at once and with its verdict soon; many leave time to think again. */
export const defaultOptions = (count: number): OptionsDraft => ({
  rate: count > MANY ? String(GENTLE_RATE) : '',
  attempts: '1',
  hold: count > 1 ? '10' : '0',
  reason: '',
})

export function readOptions(draft: OptionsDraft): ReadOptions {
  const errors: Partial<Record<'rate' | 'attempts', string>> = {}
  const rate = draft.rate.trim() === '' ? undefined : Number(draft.rate)
  if (rate !== undefined && !(rate >= 0.1 && rate <= 10_000))
    errors.rate = 'expected 0.1 to 10,000, or nothing'
  const attempts = Number(draft.attempts)
  if (!Number.isInteger(attempts) || attempts < 1 || attempts > 100)
    errors.attempts = 'expected a whole number from 1 to 100'
  if (Object.keys(errors).length > 0) return { ok: false, errors }
  const options = { maxAttempts: attempts, holdSeconds: Number(draft.hold), reason: draft.reason.trim() }
  return { ok: true, options: rate === undefined ? options : { ...options, ratePerSecond: rate } }
}

/** How long sending takes at the least, ms; null where nothing limits it. */
export function sendingTime(count: number, draft: OptionsDraft): number | null {
  const reading = readOptions(draft)
  if (!reading.ok || reading.options.ratePerSecond === undefined) return null
  return (count / reading.options.ratePerSecond) * 1_000
}
