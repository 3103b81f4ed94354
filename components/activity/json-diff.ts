/** Two JSON values as lines: what was taken away, what came, what stayed. Pure. */
import type { DiffLine } from '@/components/ui/diff'

const linesOf = (value: unknown): string[] =>
  value === null || value === undefined ? [] : JSON.stringify(sorted(value), null, 2).split('\n')

/** Members in one order, so that only values make a difference. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, entry]) => [key, sorted(entry)]),
  )
}

/** Past this many lines on a side, comparing line by line would hold up the screen. */
const MOST_LINES = 1_500

/** Length of the longest common subsequence of `a` from i and `b` from j, for every i and j. */
function commonLengths(a: readonly string[], b: readonly string[]): Uint16Array[] {
  const table = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1))
  for (let i = a.length - 1; i >= 0; i--) {
    const row = table[i] ?? new Uint16Array()
    const below = table[i + 1] ?? new Uint16Array()
    for (let j = b.length - 1; j >= 0; j--)
      row[j] = a[i] === b[j] ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, row[j + 1] ?? 0)
  }
  return table
}

function compare(a: readonly string[], b: readonly string[]): DiffLine[] {
  const table = commonLengths(a, b)
  const lines: DiffLine[] = []
  let [i, j] = [0, 0]
  while (i < a.length || j < b.length) {
    const [left, right] = [a[i], b[j]]
    if (left !== undefined && left === right) {
      lines.push({ kind: 'same', text: left })
      i++
      j++
    } else if (
      left !== undefined &&
      (right === undefined || (table[i + 1]?.[j] ?? 0) >= (table[i]?.[j + 1] ?? 0))
    ) {
      lines.push({ kind: 'removed', text: left })
      i++
    } else {
      lines.push({ kind: 'added', text: right ?? '' })
      j++
    }
  }
  return lines
}

export function jsonDiff(before: unknown, after: unknown): DiffLine[] {
  const [a, b] = [linesOf(before), linesOf(after)]
  if (a.length > MOST_LINES || b.length > MOST_LINES)
    return [
      ...a.map((text): DiffLine => ({ kind: 'removed', text })),
      ...b.map((text): DiffLine => ({ kind: 'added', text })),
    ]
  return compare(a, b)
}

const AROUND = 2

/** Leaves out stretches that stayed, but for `AROUND` lines beside each change. */
export function folded(lines: readonly DiffLine[]): DiffLine[] {
  const near = (index: number) =>
    lines.slice(Math.max(0, index - AROUND), index + AROUND + 1).some((line) => line.kind !== 'same')
  const shown: DiffLine[] = []
  lines.forEach((line, index) => {
    if (near(index)) shown.push(line)
    else if (shown.at(-1)?.kind !== 'heading') shown.push({ kind: 'heading', text: '…' })
  })
  return shown
}
