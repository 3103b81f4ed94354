'use client'
import { useMemo } from 'react'
import { Button } from '@/components/ui/button'
import { type Column, DataTable } from '@/components/ui/data-table'
import { exactNumber } from '@/components/ui/format'
import { Kbd } from '@/components/ui/kbd'
import { type Chosen, nothing } from './chosen'
import { failureColumns } from './failure-columns'
import { NoFailures } from './no-failures'
import type { Status } from './query'
import type { FailureSummary, useFailures } from './use-failures'
import type { FailuresView } from './use-failures-view'
import { usePutAwayOne } from './use-put-away-one'
import { type Wish, wishForOne } from './wish'

/** Beside an open failure there is room for what tells tasks apart; the rest is in the drawer. */
const BESIDE_DRAWER = ['signal', 'error', 'type', 'failed']

interface TasksTableProps {
  view: FailuresView
  list: ReturnType<typeof useFailures>
  chosen: Chosen
  onChosen: (chosen: Chosen) => void
  mayOperate: boolean
  onWish: (wish: Wish) => void
}

/** Dead tasks, newest first, page by page. */
export function TasksTable(props: TasksTableProps) {
  const { view, list, chosen, onChosen, mayOperate, onWish } = props
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items), [list.data])
  const away = usePutAwayOne()
  const { status } = view.query
  const selectable = mayOperate && (status === 'dead' || status === 'archived')
  const selected = useMemo(
    () => (chosen.kind === 'all' ? new Set(rows?.map((row) => row.id)) : chosen.ids),
    [chosen, rows],
  )
  const columns: readonly Column<FailureSummary>[] = view.open
    ? failureColumns.filter(({ id }) => BESIDE_DRAWER.includes(id))
    : failureColumns
  return (
    <DataTable
      label="Failures"
      columns={columns}
      rows={rows}
      rowKey={(failure) => failure.id}
      rowLabel={(failure) => `${failure.type} ${failure.taskId}`}
      selected={selectable ? selected : undefined}
      onSelectedChange={
        selectable ? (ids) => onChosen(ids.size === 0 ? nothing : { kind: 'some', ids }) : undefined
      }
      onOpen={(failure) => view.setOpen(failure.id)}
      openKey={view.open}
      actions={selectable ? rowActions(status, away, onWish) : undefined}
      onEnd={() => {
        if (list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage()
      }}
      empty={<NoFailures view={view} />}
      footer={<Footer {...props} rows={rows?.length ?? 0} selectable={selectable} />}
    />
  )
}

function rowActions(
  status: Status,
  away: ReturnType<typeof usePutAwayOne>,
  onWish: (wish: Wish) => void,
): Record<string, (failure: FailureSummary) => void> {
  if (status === 'archived') return { e: ({ id }) => away.restore(id) }
  return { r: (failure) => onWish(wishForOne('replay', failure)), e: ({ id }) => away.archive(id) }
}

function Footer({
  list,
  rows,
  selectable,
  mayOperate,
  view,
}: TasksTableProps & { rows: number; selectable: boolean }) {
  const archived = view.query.status === 'archived'
  return (
    <span className="flex flex-wrap items-center gap-2">
      {list.isFetchingNextPage
        ? 'Reading more…'
        : `${exactNumber(rows)} shown${list.hasNextPage ? '; scroll for more' : ', that is all'}`}
      {!list.followed && (
        <Button size="sm" variant="ghost" onClick={list.showNewest}>
          As it was when read; show the newest
        </Button>
      )}
      <span className="hidden items-center gap-1 md:flex">
        <Kbd>J</Kbd> <Kbd>K</Kbd> move <Kbd>Enter</Kbd> open
        {selectable && (
          <>
            <Kbd>X</Kbd> select {!archived && <Kbd>R</Kbd>} {!archived && 'replay'} <Kbd>E</Kbd>{' '}
            {archived ? 'restore' : 'archive'}
          </>
        )}
      </span>
      {!mayOperate && <span>Your role reads; to replay or archive takes the role operator.</span>}
    </span>
  )
}
