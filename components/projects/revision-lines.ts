/** Differences of assignments as lines of a patch. Pure. */
import { type Difference, diffLines } from '@/components/assignments/describe'
import type { DiffLine } from '@/components/ui/diff'

export function patchLines(changes: readonly Pick<Difference, 'before' | 'after'>[]): DiffLine[] {
  return changes.flatMap((change) =>
    diffLines(change).map((line) => ({ kind: line.sign === '+' ? 'added' : 'removed', text: line.text })),
  )
}
