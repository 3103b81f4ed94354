import { cx } from '@/components/ui/cx'
import { selectionInWords, selectionParts } from './selection-words'
import type { Replay } from './use-replays'

/** What a replay took, its names in mono. */
export function SelectionText({ selection }: { selection: Replay['selection'] }) {
  const parts = selectionParts(selection)
  if (parts === null || parts.length === 0) return <>{selectionInWords(selection)}</>
  return parts.map((part, index) => (
    <span key={part.name}>
      {index > 0 && ', '}
      <span className="text-muted">{part.name}</span>{' '}
      <span className={cx(part.mono && 'font-mono text-sm')}>{part.value}</span>
    </span>
  ))
}
