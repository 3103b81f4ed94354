'use client'
import { parseAsStringLiteral, useQueryState } from 'nuqs'
import type { ReactNode } from 'react'
import { useLoadError } from '@/components/api/use-load-error'
import { Button } from '@/components/ui/button'
import { cx } from '@/components/ui/cx'
import { type Column, DataTable } from '@/components/ui/data-table'
import { ErrorState } from '@/components/ui/error-state'
import { compactNumber, exactNumber } from '@/components/ui/format'
import { Link } from '@/components/ui/link'
import { Panel } from '@/components/ui/panel'
import { Time } from '@/components/ui/time'
import { failureHref } from './failure-links'
import { PartMark } from './part-mark'
import { countOf, PART_LABELS } from './replay-progress'
import { type Replay, type ReplayTask, type ReplayTaskState, useReplayTasks } from './use-replays'

/** What a person looks for first comes first. */
const STATES = [
  'failed-again',
  'unknown',
  'skipped',
  'sent',
  'pending',
  'succeeded',
  'cancelled',
] as const satisfies readonly ReplayTaskState[]

/** What became of each task, by state; each leads to its failure. */
export function ReplayTasks({ replay }: { replay: Replay }) {
  const [state, setState] = useQueryState('tasks', parseAsStringLiteral(STATES))
  const query = useReplayTasks(replay, state)
  const loadError = useLoadError(query)
  const rows = query.data?.pages.flatMap((page) => page.items)
  return (
    <Panel title="Tasks" note={state === null ? 'all of them' : PART_LABELS[state]}>
      <Facets replay={replay} value={state} onChange={(next) => void setState(next)} />
      {loadError ? (
        <ErrorState
          error={loadError}
          title="The tasks could not be read"
          retry={() => void query.refetch()}
        />
      ) : (
        <DataTable
          fill={false}
          label="Tasks of this replay"
          columns={replay.types.length > 1 ? columns : columnsOfOneType}
          rows={rows}
          rowKey={(task) => task.deadId}
          rowLabel={(task) => task.taskId}
          empty={<p className="p-3.5 text-muted">{nothingText(replay, state)}</p>}
        />
      )}
      {query.hasNextPage && (
        <div className="px-3.5 py-2.5">
          <Button size="sm" pending={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            Show more
          </Button>
        </div>
      )}
    </Panel>
  )
}

function nothingText(replay: Replay, state: ReplayTaskState | null): string {
  if (replay.state === 'selecting') return 'The list is being made.'
  return state === null
    ? 'It has no tasks.'
    : `No task is ${state === 'sent' ? 'running' : `“${PART_LABELS[state]}”`} now.`
}

interface FacetsProps {
  replay: Replay
  value: ReplayTaskState | null
  onChange: (state: ReplayTaskState | null) => void
}

/** States in which there are tasks, with how many. */
function Facets({ replay, value, onChange }: FacetsProps) {
  const { progress } = replay
  const shown = STATES.filter((state) => countOf(progress, state) > 0 || state === value)
  return (
    <fieldset className="flex flex-wrap gap-1 border-b border-line px-2.5 py-1.5">
      <legend className="sr-only">Tasks that are</legend>
      <Facet pressed={value === null} onClick={() => onChange(null)} count={progress.selected}>
        all
      </Facet>
      {shown.map((state) => (
        <Facet
          key={state}
          pressed={value === state}
          onClick={() => onChange(value === state ? null : state)}
          count={countOf(progress, state)}
        >
          <PartMark state={state} className="size-2.5" />
          {PART_LABELS[state]}
        </Facet>
      ))}
    </fieldset>
  )
}

interface FacetProps {
  pressed: boolean
  onClick: () => void
  count: number | null
  children: ReactNode
}

function Facet({ pressed, onClick, count, children }: FacetProps) {
  return (
    <button
      type="button"
      aria-pressed={pressed}
      onClick={onClick}
      className={cx(
        'flex h-7 cursor-pointer items-center gap-1.5 rounded-md px-2 text-sm whitespace-nowrap',
        pressed ? 'bg-accent-soft font-medium text-accent' : 'text-muted hover:bg-sunk hover:text-text',
      )}
    >
      {children}
      {count !== null && (
        <span className="tabular-nums" data-tip={exactNumber(count)}>
          {compactNumber(count)}
        </span>
      )}
    </button>
  )
}

const columns: readonly Column<ReplayTask>[] = [
  {
    id: 'state',
    header: 'State',
    width: 116,
    card: 'aside',
    cell: ({ state }) => (
      <span className="inline-flex items-center gap-2">
        <PartMark state={state} />
        {PART_LABELS[state]}
      </span>
    ),
  },
  {
    id: 'task',
    header: 'Task',
    width: 284,
    card: 'title',
    cell: ({ taskId, deadId }) => (
      <Link href={failureHref(deadId)} className="font-mono text-sm text-accent hover:underline">
        {taskId}
      </Link>
    ),
  },
  {
    id: 'type',
    header: 'Type',
    width: 140,
    cell: ({ type }) => <span className="font-mono text-sm">{type}</span>,
  },
  {
    id: 'detail',
    header: 'What happened',
    width: 180,
    grow: 2,
    cell: ({ detail }) =>
      detail === null ? <span className="text-muted">—</span> : <span data-tip={detail}>{detail}</span>,
  },
  {
    id: 'sent',
    header: 'Sent',
    width: 110,
    align: 'end',
    cell: ({ sentAt, sentCount }) => (
      <span>
        {sentCount > 1 && (
          <span className="text-caution" data-tip="A crash left open whether it had been sent">
            {sentCount} ×{' '}
          </span>
        )}
        <Time at={sentAt} reason="Not sent" />
      </span>
    ),
  },
  {
    id: 'ended',
    card: 'hidden',
    header: 'Ended',
    width: 92,
    align: 'end',
    cell: ({ endedAt }) => <Time at={endedAt} reason="Not ended, as far as is known" />,
  },
]
const columnsOfOneType = columns.filter((column) => column.id !== 'type')
