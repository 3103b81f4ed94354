'use client'
import { clockTime } from '@/components/replays/selection-words'
import { Button } from '@/components/ui/button'
import { cx } from '@/components/ui/cx'
import { exactNumber } from '@/components/ui/format'
import {
  type Chosen,
  countOf,
  isChosen,
  leftOut,
  MOST_IDS,
  nothing,
  selectionOf,
  tasksInWords,
} from './chosen'
import { countInWords } from './count'
import type { Status } from './query'
import type { FailureFilter } from './query-times'
import type { Facets } from './use-failures'
import type { Verb, Wish } from './wish'

interface ActionBarProps {
  chosen: Chosen
  onChosen: (chosen: Chosen) => void
  facets: Facets | undefined
  filter: FailureFilter
  status: Status
  /** Whether the filter leaves anything out: all of everything is never one press away. */
  narrowed: boolean
  /** A part of the search could not be read: more matches than its author meant. */
  unread: boolean
  mayOperate: boolean
  onWish: (wish: Wish) => void
}

const VERBS: Record<Status, readonly Verb[]> = {
  dead: ['replay', 'archive'],
  replaying: [],
  replayed: [],
  archived: ['restore'],
}
const LABELS: Record<Verb, string> = { replay: 'Replay', archive: 'Archive', restore: 'Restore' }

/** Above the table, always as high as this: what matches or is selected, and what can be done to exactly that. */
export function ActionBar(props: ActionBarProps) {
  const { chosen, onChosen, facets, filter, status, narrowed, unread, mayOperate, onWish } = props
  const selecting = isChosen(chosen)
  const total = facets?.total
  const everyMatch: Chosen | null =
    facets && narrowed && !unread && facets.total.value > 0
      ? { kind: 'all', filter, frozenAt: facets.readAt, count: facets.total }
      : null
  const subject = selecting ? chosen : everyMatch
  const tooMany = chosen.kind === 'some' && chosen.ids.size > MOST_IDS
  return (
    <div
      className={cx(
        'flex min-h-10 shrink-0 flex-wrap items-center gap-2 border-b border-line px-4 py-1.5',
        selecting && 'bg-accent-soft',
      )}
    >
      <span role="status" className={cx('min-w-0', !selecting && 'text-muted')}>
        {selecting ? (
          <Selected chosen={chosen} facets={facets} />
        ) : (
          total && `${tasksInWords(total)} ${status}${matching(props)}`
        )}
      </span>
      {mayOperate &&
        subject &&
        VERBS[status].map((verb) => (
          <Button
            key={verb}
            size="sm"
            disabled={tooMany}
            onClick={() => onWish({ verb, selection: selectionOf(subject), count: countOf(subject) })}
          >
            {LABELS[verb]} {selecting || countOf(subject).value === 1 ? '' : 'all '}
            {countInWords(countOf(subject))}…
          </Button>
        ))}
      {selecting && chosen.kind === 'some' && everyMatch && chosen.ids.size < countOf(everyMatch).value && (
        <Button size="sm" variant="ghost" onClick={() => onChosen(everyMatch)}>
          Select all {countInWords(countOf(everyMatch))} that match
        </Button>
      )}
      {selecting && (
        <Button size="sm" variant="ghost" onClick={() => onChosen(nothing)}>
          Clear
        </Button>
      )}
      {tooMany && (
        <span className="text-sm text-caution">
          At most {exactNumber(MOST_IDS)} one by one; select all that match instead
        </span>
      )}
    </div>
  )
}

function matching({
  unread,
  narrowed,
  filter,
}: Pick<ActionBarProps, 'unread' | 'narrowed' | 'filter'>): string {
  if (unread) return ' under what can be read of this search'
  if (!narrowed) return ', newest first'
  return filter.group === undefined ? ' under this search' : ' of one cause'
}

function Selected({ chosen, facets }: Pick<ActionBarProps, 'chosen' | 'facets'>) {
  if (chosen.kind === 'some') return `${tasksInWords(countOf(chosen))} selected; the table waits meanwhile`
  const newer = leftOut(chosen.count, facets?.total)
  return (
    <>
      All {tasksInWords(chosen.count)} that matched at {clockTime(chosen.frozenAt)} selected
      {newer ? `; ${exactNumber(newer)} newer left out` : ''}
    </>
  )
}
