/** What a replay would touch, in sentences with figures. Pure. */
import { exactNumber } from '../ui/format.ts'
import { tasksInWords } from './chosen.ts'
import type { ReplayPreview } from './use-failure-actions'
import type { Count } from './use-failures'

const TYPES_NAMED = 4

/** "41,000 of invoice.render, 218 of email.send and 3 more types" */
export function typesInWords(types: ReplayPreview['types']): string {
  const named = types
    .slice(0, TYPES_NAMED)
    .map(({ type, count }) => `${exactNumber(count.value)}${count.capped ? ' or more' : ''} of ${type}`)
  const rest = types.length - named.length
  return named.join(', ') + (rest > 0 ? ` and ${rest} more ${rest === 1 ? 'type' : 'types'}` : '')
}

/**
 * @param shown how many the screen said before
 * @param frozenAt the instant at which they were looked at, as a clock; null for tasks that were chosen one by one
 */
export function touchedByReplay(preview: ReplayPreview, shown: Count, frozenAt: string | null): string[] {
  const { selected, types } = preview
  if (selected.value === 0) return ['Nothing: none of them is dead any more.']
  const go = selected.value === 1 && !selected.capped ? 'goes' : 'go'
  const [only, ...more] = types
  const what =
    only && more.length === 0
      ? `${tasksInWords(selected)} of ${only.type} ${go} back to work.`
      : `${tasksInWords(selected)} ${go} back to work: ${typesInWords(types)}.`
  const gone = shown.capped || selected.capped ? 0 : shown.value - selected.value
  return [
    what,
    ...(gone > 0 ? [`${exactNumber(gone)} that were shown are not dead any more, and are left alone.`] : []),
    ...(frozenAt === null ? [] : [`Frozen at ${frozenAt}: what died later is left out.`]),
  ]
}
