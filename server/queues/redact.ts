/** Hides the values that a task type marks as confidential, wherever a payload is shown. */

export const REDACTED = '[redacted]'

const decode = (segment: string) => segment.replaceAll('~1', '/').replaceAll('~0', '~')

function redactAt(value: unknown, path: readonly string[]): unknown {
  const [head, ...rest] = path
  if (head === undefined) return REDACTED
  if (Array.isArray(value))
    return value.map((item, index) => (head === '*' || head === String(index) ? redactAt(item, rest) : item))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      head === '*' || head === key ? redactAt(item, rest) : item,
    ]),
  )
}

/**
 * A copy of `value` in which what the JSON Pointers name is hidden; the segment `*` stands for every member or item.
 * What does not exist is not invented.
 */
export function redact(value: unknown, pointers: readonly string[]): unknown {
  return pointers.reduce((at, pointer) => redactAt(at, pointer.split('/').slice(1).map(decode)), value)
}
