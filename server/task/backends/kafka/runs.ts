/**
 * A set of offsets as short text, for the metadata that goes with a committed offset (the brokers allow 4 KiB): lengths of
 * alternating runs, or, where that is longer, one bit per offset.
 */

/** Offsets beyond `base` that a text can always hold. */
export const MAX_SPAN = 16_000

/** @param offsets ascending, all from `base` on */
export function encodeRuns(base: number, offsets: readonly number[]): string {
  const runs = asRuns(base, offsets)
  const span = (offsets.at(-1) ?? base - 1) - base + 1
  return runs.length > span / 6 + 8 && span <= 2 * MAX_SPAN ? asBits(base, offsets, span) : runs
}

/** Gap, run, gap, run … in base 36. */
function asRuns(base: number, offsets: readonly number[]): string {
  const lengths: number[] = []
  let [next, run] = [base, 0]
  for (const offset of offsets) {
    if (offset === next && run > 0) run++
    else {
      if (run > 0) lengths.push(run)
      lengths.push(offset - next)
      run = 1
    }
    next = offset + 1
  }
  if (run > 0) lengths.push(run)
  return lengths.map((length) => length.toString(36)).join('.')
}

function asBits(base: number, offsets: readonly number[], span: number): string {
  const bits = Buffer.alloc(Math.ceil(span / 8))
  for (const offset of offsets) {
    const at = offset - base
    bits[at >> 3] = (bits[at >> 3] ?? 0) | (1 << (at & 7))
  }
  return `=${bits.toString('base64url')}`
}

/** @returns null for what is no such text */
export function decodeRuns(base: number, text: string): number[] | null {
  if (text === '') return []
  return text.startsWith('=') ? fromBits(base, text.slice(1)) : fromRuns(base, text)
}

function fromBits(base: number, text: string): number[] {
  const offsets: number[] = []
  for (const [at, byte] of Buffer.from(text, 'base64url').entries())
    for (let bit = 0; bit < 8; bit++) if (byte & (1 << bit)) offsets.push(base + at * 8 + bit)
  return offsets
}

function fromRuns(base: number, text: string): number[] | null {
  const lengths = text.split('.').map((length) => Number.parseInt(length, 36))
  if (lengths.some((length) => Number.isNaN(length) || length > 1_000_000)) return null
  const offsets: number[] = []
  let next = base
  for (const [at, length] of lengths.entries()) {
    if (at % 2 === 1) for (let offset = next; offset < next + length; offset++) offsets.push(offset)
    next += length
  }
  return offsets
}
