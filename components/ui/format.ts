/** How numbers, durations and times are written. Pure; `now` and values are passed in. */
const exactFormat = new Intl.NumberFormat('en', { maximumFractionDigits: 2 })
const instantFormat = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'medium',
  timeStyle: 'medium',
})

export const exactNumber = (value: number) => exactFormat.format(value)

/** Up to four digits as they are, then k, M, G with three significant digits: 1,204 · 41.2k · 1.25M. */
export function compactNumber(value: number): string {
  const size = Math.abs(value)
  if (size < 10 && !Number.isInteger(value)) return trim(value.toFixed(size < 1 ? 2 : 1))
  if (size < 9_999.5) return exactFormat.format(Math.round(value))
  const units = [
    [1e9, 'G'],
    [1e6, 'M'],
    [1e3, 'k'],
  ] as const
  for (const [unit, letter] of units) {
    if (size >= unit * 0.99995) return `${significant(value / unit)}${letter}`
  }
  return exactFormat.format(value)
}

function significant(value: number): string {
  const size = Math.abs(value)
  return trim(value.toFixed(size < 10 ? 2 : size < 100 ? 1 : 0))
}

const trim = (text: string) => (text.includes('.') ? text.replace(/\.?0+$/, '') : text)

/** Milliseconds in the two largest units that matter: 214 ms · 31 s · 7 min · 2 h 5 min · 3 d. */
export function duration(ms: number): string {
  const abs = Math.abs(ms)
  if (abs < 1_000) return `${trim(abs < 10 && abs > 0 ? abs.toFixed(1) : abs.toFixed(0))} ms`
  if (abs < 9_950) return `${trim((abs / 1_000).toFixed(1))} s`
  const seconds = Math.round(abs / 1_000)
  if (seconds < 100) return `${seconds} s`
  const minutes = Math.round(seconds / 60)
  if (minutes < 90) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  if (hours < 10) return minutes % 60 ? `${hours} h ${minutes % 60} min` : `${hours} h`
  if (hours < 48) return `${Math.round(minutes / 60)} h`
  return `${Math.round(minutes / 1_440)} d`
}

/** "now", "12 s ago", "in 5 min"; past two weeks the date itself. */
export function relativeTime(at: number, now: number): string {
  const distance = now - at
  if (Math.abs(distance) < 1_500) return 'now'
  if (Math.abs(distance) > 14 * 86_400_000) return new Date(at).toISOString().slice(0, 10)
  return distance > 0 ? `${duration(wholeSeconds(distance))} ago` : `in ${duration(wholeSeconds(distance))}`
}

const wholeSeconds = (ms: number) => Math.round(Math.abs(ms) / 1_000) * 1_000

export const exactTime = (at: number) => instantFormat.format(at)

/** Bytes in powers of 1,024: 512 B · 86 MiB. */
export function bytes(value: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB']
  let size = value
  let unit = 0
  while (size >= 1_024 && unit < units.length - 1) {
    size /= 1_024
    unit++
  }
  return `${significant(size)} ${units[unit]}`
}
