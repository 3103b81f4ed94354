'use client'
import RotateCcw from 'lucide-react/icons/rotate-ccw'
import { useMemo } from 'react'
import { useNow } from '@/components/ui/clock'
import { type Column, DataTable } from '@/components/ui/data-table'
import { Figure } from '@/components/ui/figure'
import { exactNumber } from '@/components/ui/format'
import { IconButton } from '@/components/ui/icon-button'
import { Kbd } from '@/components/ui/kbd'
import { Signal } from '@/components/ui/signal'
import { Time } from '@/components/ui/time'
import { errorClass, headlineOf } from './failure-words'
import { groupState, trendInWords } from './group-state'
import { NoFailures } from './no-failures'
import { TrendBars } from './trend-bars'
import type { FailureGroup } from './use-failures'
import type { FailuresView } from './use-failures-view'
import { type Verb, type Wish, wishForGroup } from './wish'

interface GroupsTableProps {
  view: FailuresView
  groups: readonly FailureGroup[] | undefined
  /** When they were counted; what dies later is left out of an action. */
  readAt: string | undefined
  mayOperate: boolean
  onWish: (wish: Wish) => void
}

/** Failures of one cause as one line, most frequent first. */
export function GroupsTable({ view, groups, readAt, mayOperate, onWish }: GroupsTableProps) {
  const { status, type, project, reason } = view.query
  const act = (verb: Verb) => (group: FailureGroup) =>
    onWish(
      wishForGroup(
        verb,
        group,
        {
          ...(type.length > 0 ? { type: [...type] } : {}),
          ...(project.length > 0 ? { project: [...project] } : {}),
          ...(reason.length > 0 ? { reason: [...reason] } : {}),
        },
        readAt,
      ),
    )
  const mayReplay = mayOperate && status === 'dead'
  const replay = mayReplay ? act('replay') : undefined
  const columns = groupColumns(replay)
  const sum = useMemo(() => groups?.reduce((all, group) => all + group.count, 0) ?? 0, [groups])
  return (
    <DataTable
      label="Causes of failures"
      columns={columns}
      rows={groups}
      rowHeight={53}
      rowKey={(group) => group.group}
      rowLabel={(group) => `${group.error.name} ${group.error.message}`}
      onOpen={(group) => view.openGroup(group.group)}
      actions={
        mayReplay
          ? { r: act('replay'), e: act('archive') }
          : status === 'archived' && mayOperate
            ? { e: act('restore') }
            : undefined
      }
      empty={<NoFailures view={view} />}
      footer={
        <span className="flex flex-wrap items-center gap-2">
          {exactNumber(groups?.length ?? 0)} {groups?.length === 1 ? 'cause' : 'causes'}, {exactNumber(sum)}{' '}
          {sum === 1 ? 'task' : 'tasks'}
          <span className="hidden items-center gap-1 md:flex">
            <Kbd>J</Kbd> <Kbd>K</Kbd> move <Kbd>Enter</Kbd> its tasks
            {mayReplay && (
              <>
                <Kbd>R</Kbd> replay <Kbd>E</Kbd> archive
              </>
            )}
          </span>
        </span>
      }
    />
  )
}

const groupColumns = (replay: ((group: FailureGroup) => void) | undefined): Column<FailureGroup>[] => [
  {
    id: 'signal',
    header: <span className="sr-only">State</span>,
    width: 36,
    card: 'title',
    cell: (group) => <GroupSignal group={group} />,
  },
  {
    id: 'error',
    header: 'Error',
    width: 240,
    grow: 3,
    card: 'title',
    cell: (group) => <Cause group={group} />,
  },
  {
    id: 'type',
    header: 'Type',
    width: 132,
    grow: 1,
    cell: ({ types }) => (
      <span
        className="font-mono text-sm text-muted"
        data-tip={types.length > 1 ? types.join('\n') : undefined}
      >
        {types[0]}
        {types.length > 1 && ` +${types.length - 1}`}
      </span>
    ),
  },
  {
    id: 'trend',
    header: 'Last 24 h',
    width: 116,
    cell: (group) => <Trend group={group} />,
  },
  {
    id: 'last',
    header: 'Last seen',
    width: 116,
    align: 'end',
    cell: ({ lastFailedAt }) => <Time at={lastFailedAt} className="text-muted tabular-nums" />,
  },
  {
    id: 'count',
    header: 'Tasks',
    width: 76,
    align: 'end',
    card: 'aside',
    cell: ({ count }) => <Figure value={count} className="font-semibold" />,
  },
  ...(replay
    ? [
        {
          id: 'replay',
          header: <span className="sr-only">Replay</span>,
          width: 56,
          card: 'hidden' as const,
          cell: (group: FailureGroup) => (
            <IconButton
              size="sm"
              label={`Replay ${exactNumber(group.count)}…`}
              icon={<RotateCcw aria-hidden className="size-3.5" />}
              onClick={() => replay(group)}
            />
          ),
        },
      ]
    : []),
]

function GroupSignal({ group }: { group: FailureGroup }) {
  return <Signal {...groupState(group, useNow() ?? 0)} className="inline-block" />
}

function Trend({ group }: { group: FailureGroup }) {
  const { state } = groupState(group, useNow() ?? 0)
  return <TrendBars values={group.trend} state={state} label={trendInWords(group.trend)} />
}

/** The message, and below it its class, why the tasks are dead, whose they are and since when. */
function Cause({ group }: { group: FailureGroup }) {
  const { error, reasons, projects, firstFailedAt } = group
  const facts = [errorClass(error), reasons.join(', '), projects.filter(Boolean).join(', ')]
  return (
    <span className="flex min-w-0 flex-col">
      <span className="truncate font-semibold" data-tip={`${error.name}: ${error.message}`}>
        {headlineOf(error)}
      </span>
      <span className="truncate text-sm text-muted">
        {facts.filter(Boolean).join(' · ')} · since <Time at={firstFailedAt} />
      </span>
    </span>
  )
}
