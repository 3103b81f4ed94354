'use client'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { type Column, DataTable } from '@/components/ui/data-table'
import { Drawer } from '@/components/ui/drawer'
import { Figure } from '@/components/ui/figure'
import { Kbd } from '@/components/ui/kbd'
import { Panel } from '@/components/ui/panel'
import { Signal, type SignalState } from '@/components/ui/signal'
import { Sparkline } from '@/components/ui/sparkline'
import type { Sort } from '@/components/ui/table-order'

interface Sample {
  type: string
  state: SignalState
  ready: number
  rate: number | null
}

const STATES: SignalState[] = ['clear', 'clear', 'clear', 'caution', 'danger', 'unknown', 'paused']
const SAMPLES: Sample[] = Array.from({ length: 2_000 }, (_, index) => ({
  type: `sample.type-${index}`,
  state: STATES[index % STATES.length] ?? 'clear',
  ready: (index * 7_919) % 60_000,
  rate: index % 9 === 0 ? null : (index * 31) % 700,
}))

const COLUMNS: Column<Sample>[] = [
  {
    id: 'state',
    header: <span className="sr-only">Health</span>,
    width: 40,
    cell: (row) => <Signal state={row.state} />,
    card: 'title',
  },
  {
    id: 'type',
    header: 'Type',
    width: 200,
    grow: 1,
    cell: (row) => <span className="font-mono text-sm">{row.type}</span>,
    sortValue: (row) => row.type,
    card: 'title',
  },
  {
    id: 'ready',
    header: 'Ready',
    width: 90,
    align: 'end',
    cell: (row) => <Figure value={row.ready} />,
    sortValue: (row) => row.ready,
  },
  {
    id: 'rate',
    header: 'Out/s',
    width: 90,
    align: 'end',
    cell: (row) => <Figure value={row.rate} />,
    sortValue: (row) => row.rate,
  },
  {
    id: 'line',
    header: 'Recent',
    width: 110,
    cell: (row) => <Sparkline label="Ready" values={[row.ready, row.ready / 2, row.ready]} />,
    card: 'hidden',
  },
]

/** 2,000 rows, to feel whether a table is fast. */
export function TableSample() {
  const [sort, setSort] = useState<Sort | null>(null)
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const [open, setOpen] = useState<string | null>(null)
  return (
    <Panel
      title="Table"
      note="2,000 rows"
      actions={selected.size > 0 && <Button size="sm">Pause {selected.size}…</Button>}
    >
      <div className="flex h-96 min-h-0">
        <DataTable
          label="Sample queues"
          columns={COLUMNS}
          rows={SAMPLES}
          rowKey={(row) => row.type}
          sort={sort}
          onSortChange={setSort}
          selected={selected}
          onSelectedChange={setSelected}
          onOpen={(row) => setOpen(row.type)}
          openKey={open}
          footer={
            <span className="flex items-center gap-1">
              2,000 rows <Kbd>J</Kbd>
              <Kbd>K</Kbd> move <Kbd>X</Kbd> select
            </span>
          }
        />
        <Drawer
          open={open !== null}
          onClose={() => setOpen(null)}
          title={<span className="font-mono">{open}</span>}
          label="Sample"
          width={20}
          footer={<Button variant="primary">Apply</Button>}
        >
          The table beside stays usable.
        </Drawer>
      </div>
    </Panel>
  )
}
