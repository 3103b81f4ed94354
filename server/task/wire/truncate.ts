/** Makes what a failure left behind small enough to travel in an attribute. */

/** At most `maxLength` UTF-16 units, the mark included; never half a surrogate pair. */
export function cut(text: string, maxLength: number): string {
  const wellFormed = text.toWellFormed()
  if (wellFormed.length <= maxLength) return wellFormed
  const kept = wellFormed.slice(0, Math.max(maxLength - 1, 0))
  return `${kept.isWellFormed() ? kept : kept.slice(0, -1)}…`
}

/** The first one and the newest: how it began and how it ended tell more than the middle. */
export function keepEnds<T>(list: readonly T[], maxCount: number): readonly T[] {
  if (list.length <= maxCount) return list
  const first = list.slice(0, 1)
  return maxCount <= 1 ? first : [...first, ...list.slice(1 - maxCount)]
}

export function toBase64Json(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64')
}

/** null when it is no base64 of JSON. */
export function fromBase64Json(text: string | undefined): unknown {
  if (text === undefined) return null
  try {
    return JSON.parse(Buffer.from(text, 'base64').toString('utf8'))
  } catch {
    return null
  }
}
