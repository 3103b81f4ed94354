'use client'
import type { ReactNode } from 'react'
import { useGroups } from '@/components/failures/use-failures'
import type { Instance } from '@/components/instances/use-instances'
import type { FigureValue } from '@/components/queues/queue-figures'
import { Figure } from '@/components/ui/figure'
import { Link } from '@/components/ui/link'
import { Skeleton } from '@/components/ui/skeleton'
import { Sparkline } from '@/components/ui/sparkline'
import { deadBelow, fleetBelow, inBelow, outBelow, runningBelow, waitingBelow } from './tile-words'
import { addRecent, type Totals } from './totals'
import { useSeen } from './use-seen'

interface TilesProps {
  totals: Totals | undefined
  /** ms, of the last answer */
  at: number
  instances: readonly Instance[] | undefined
  /** Projects whose roll-out is not finished. */
  rollouts: number
}

const SEEN = 'since this page was opened'
const MOST_GROUPS = 200
const ALL_DEAD = { type: [], project: [], reason: [], status: 'dead' } as const

/** Six figures that say how the whole fleet is; each leads to where more is told. */
export function Tiles({ totals, at, instances, rollouts }: TilesProps) {
  const running = useSeen(totals?.running.value ?? null, at)
  const into = useSeen(totals?.inPerSecond.value ?? null, at)
  const out = useSeen(totals?.outPerSecond.value ?? null, at)
  const peak = Math.max(0, ...into.filter((value) => value !== null))
  return (
    <section
      aria-label="The fleet in figures"
      className="grid grid-cols-2 gap-px overflow-clip rounded-lg border border-line bg-line sm:grid-cols-3 xl:grid-cols-6"
    >
      <Tile
        name="Waiting"
        href="/queues?sort=ready&descending=true"
        value={totals?.waiting}
        below={totals && waitingBelow(totals)}
      >
        <Sparkline label="Waiting, last samples" values={totals?.recentWaiting ?? []} />
      </Tile>
      <Tile
        name="Running"
        href="/queues?sort=inFlight&descending=true"
        value={totals?.running}
        below={totals && runningBelow(totals)}
      >
        <Sparkline label={`Running, ${SEEN}`} values={running} />
      </Tile>
      <Tile
        name="In"
        unit=" /s"
        href="/queues?sort=in&descending=true"
        value={totals?.inPerSecond}
        below={totals && inBelow(totals, peak || null)}
      >
        <Sparkline label={`Published per second, ${SEEN}`} values={into} />
      </Tile>
      <Tile
        name="Out"
        unit=" /s"
        href="/queues?sort=out&descending=true"
        value={totals?.outPerSecond}
        below={totals && outBelow(totals)}
      >
        <Sparkline label={`Finished per second, ${SEEN}`} values={out} />
      </Tile>
      <DeadTile totals={totals} />
      <InstancesTile at={at} instances={instances} rollouts={rollouts} />
    </section>
  )
}

function DeadTile({ totals }: { totals: Totals | undefined }) {
  const groups = useGroups(ALL_DEAD, (totals?.dead ?? 0) > 0)
  const found = groups.data && { count: groups.data.length, more: groups.data.length >= MOST_GROUPS }
  const perHour = addRecent((groups.data ?? []).map((group) => group.trend))
  const alarming = (totals?.deadLastHour ?? 0) > 0
  return (
    <Tile
      name="Dead, last hour"
      href="/failures"
      alarming={alarming}
      value={totals && { value: totals.deadLastHour, quality: 'exact' }}
      below={totals && deadBelow(totals, found ?? null)}
    >
      <Sparkline
        label="Dead per hour, last 24 hours"
        values={perHour}
        tone={alarming ? 'danger' : 'neutral'}
      />
    </Tile>
  )
}

function InstancesTile({ at, instances, rollouts }: Omit<TilesProps, 'totals'>) {
  const live = instances?.filter((instance) => instance.status === 'live')
  const fleet = {
    live: live?.length ?? 0,
    stale: live?.filter((instance) => instance.stale).length ?? 0,
    lost: instances?.filter((instance) => instance.status === 'lost').length ?? 0,
    rollouts,
  }
  const seen = useSeen(live?.length ?? null, live ? at : 0)
  return (
    <Tile
      name="Instances"
      href="/instances"
      value={live && { value: live.length, quality: 'exact' }}
      unit=" live"
      below={instances && fleetBelow(fleet)}
    >
      <Sparkline label={`Live instances, ${SEEN}`} values={seen} />
    </Tile>
  )
}

interface TileProps {
  name: string
  href: string
  /** undefined while it is awaited. */
  value: FigureValue | undefined
  unit?: string
  alarming?: boolean
  below: ReactNode
  children?: ReactNode
}

function Tile({ name, href, value, unit, alarming, below, children }: TileProps) {
  return (
    <Link
      href={href}
      className="flex min-h-20 items-end gap-3 bg-panel px-3.5 py-2.5 hover:bg-sunk focus-visible:-outline-offset-2"
    >
      <span className="min-w-0 flex-1">
        <span className="block text-sm text-muted">{name}</span>
        <span
          className={`block text-2xl font-semibold tracking-tight [&_[data-unit]]:text-base [&_[data-unit]]:font-normal [&_[data-unit]]:tracking-normal ${alarming ? 'text-danger' : ''}`}
        >
          {value ? <Figure value={value} unit={unit} /> : <Skeleton className="my-1.5 h-4 w-14" />}
        </span>
        <span className="block truncate text-sm text-muted">{value ? below : '\u00a0'}</span>
      </span>
      <span className="hidden shrink-0 sm:block">{children}</span>
    </Link>
  )
}
