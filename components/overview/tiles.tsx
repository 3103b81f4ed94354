'use client'
import type { ReactNode } from 'react'
import type { Instance } from '@/components/instances/use-instances'
import type { FigureValue } from '@/components/queues/queue-figures'
import { Figure } from '@/components/ui/figure'
import { compactNumber, duration } from '@/components/ui/format'
import { Skeleton } from '@/components/ui/skeleton'
import { Sparkline } from '@/components/ui/sparkline'
import type { Totals } from './totals'
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

/** Six figures that say how the whole fleet is. */
export function Tiles({ totals, at, instances, rollouts }: TilesProps) {
  const running = useSeen(totals?.running.value ?? null, at)
  const into = useSeen(totals?.inPerSecond.value ?? null, at)
  const out = useSeen(totals?.outPerSecond.value ?? null, at)
  const dead = useSeen(totals?.dead.value ?? null, at)
  const live = instances?.filter((instance) => instance.status === 'live')
  const stale = live?.filter((instance) => instance.stale).length ?? 0
  const lost = instances?.filter((instance) => instance.status === 'lost').length ?? 0
  const anyDead = (totals?.dead.value ?? 0) > 0
  return (
    <section
      aria-label="The fleet in figures"
      className="grid grid-cols-2 gap-px overflow-clip rounded-lg border border-line bg-line sm:grid-cols-3 xl:grid-cols-6"
    >
      <Tile name="Waiting" value={totals?.waiting} below={totals && waitingBelow(totals)}>
        <Sparkline label="Waiting, last samples" values={totals?.recentWaiting ?? []} />
      </Tile>
      <Tile
        name="Running"
        value={totals?.running}
        below={totals && `of ${totals.workers.toLocaleString('en')} workers`}
      >
        <Sparkline label={`Running, ${SEEN}`} values={running} />
      </Tile>
      <Tile name="In" unit=" /s" value={totals?.inPerSecond} below="published">
        <Sparkline label={`Published per second, ${SEEN}`} values={into} />
      </Tile>
      <Tile name="Out" unit=" /s" value={totals?.outPerSecond} below={totals && trendOf(totals)}>
        <Sparkline label={`Finished per second, ${SEEN}`} values={out} />
      </Tile>
      <Tile name="Dead" value={totals?.dead} below={totals && deadBelow(totals)}>
        <Sparkline label={`Dead, ${SEEN}`} values={dead} tone={anyDead ? 'danger' : 'neutral'} />
      </Tile>
      <Tile
        name="Instances"
        value={live && { value: live.length, quality: 'exact' }}
        unit=" live"
        below={instances && instancesBelow(stale, lost, rollouts)}
      />
    </section>
  )
}

interface TileProps {
  name: string
  /** undefined while it is awaited. */
  value: FigureValue | undefined
  unit?: string
  below: ReactNode
  children?: ReactNode
}

function Tile({ name, value, unit, below, children }: TileProps) {
  return (
    <div className="flex min-h-20 items-end gap-3 bg-panel px-3.5 py-2.5">
      <div className="min-w-0 flex-1">
        <div className="text-sm text-muted">{name}</div>
        <div className="text-2xl font-semibold tracking-tight [&_[data-unit]]:text-base [&_[data-unit]]:font-normal [&_[data-unit]]:tracking-normal">
          {value ? <Figure value={value} unit={unit} /> : <Skeleton className="my-1.5 h-4 w-14" />}
        </div>
        <div className="truncate text-sm text-muted">{value ? below : '\u00a0'}</div>
      </div>
      <div className="hidden shrink-0 sm:block">{children}</div>
    </div>
  )
}

function waitingBelow({ waiting, drainMs, unknown }: Totals): string {
  if (unknown > 0) return `${unknown.toLocaleString('en')} unknown`
  if (waiting.value === 0) return 'nothing waits'
  return drainMs === null ? 'no end in sight' : `drains in ~${duration(drainMs)}`
}

function trendOf({ inPerSecond, outPerSecond }: Totals): string {
  if (inPerSecond.value === null || outPerSecond.value === null) return 'balance unknown'
  const growth = Math.round(inPerSecond.value - outPerSecond.value)
  if (growth === 0) return 'keeps up'
  return `backlog ${growth > 0 ? '+' : '−'}${compactNumber(Math.abs(growth))}/s`
}

function deadBelow({ dead, deadQueues }: Totals): string {
  if (dead.value === null) return 'not sampled yet'
  return deadQueues === 0 ? 'none' : `in ${deadQueues} ${deadQueues === 1 ? 'queue' : 'queues'}`
}

function instancesBelow(stale: number, lost: number, rollouts: number): string {
  const parts = [
    stale > 0 && `${stale} stale`,
    lost > 0 && `${lost} lost`,
    rollouts > 0 && `${rollouts} rolling out`,
  ].filter(Boolean)
  return parts.length > 0 ? parts.join(' · ') : 'all up to date'
}
