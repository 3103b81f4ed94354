import type { ReactNode } from 'react'
import { failuresOfType } from '@/components/replays/failure-links'
import { Duration } from '@/components/ui/duration'
import { Figure } from '@/components/ui/figure'
import { compactNumber, duration, exactNumber } from '@/components/ui/format'
import { Link } from '@/components/ui/link'
import { Time } from '@/components/ui/time'
import {
  type DeadTold,
  deadOf,
  depthOf,
  drainOf,
  type FigureValue,
  oldestOf,
  sampledAt,
} from './queue-figures'
import type { Queue } from './use-queues'

const QUALITY = { exact: 'exact', estimated: 'estimated', unsupported: 'this backend cannot tell' }

/** The figures of the queue, each with how it was obtained and its age. */
export function QueueTiles({ queue }: { queue: Queue }) {
  const at = sampledAt(queue)
  const ready = depthOf(queue, 'ready')
  const how = (figure: FigureValue, extra?: ReactNode) => (
    <>
      {QUALITY[figure.quality]}
      {extra ?? (
        <>
          {' · '}
          <Time at={at} reason="not sampled yet" />
        </>
      )}
    </>
  )
  const waits = ready.value !== 0
  return (
    <dl className="grid grid-cols-2 overflow-clip rounded-lg border border-line bg-panel sm:grid-cols-3 xl:grid-cols-6">
      <Tile label="Ready" note={how(ready)}>
        <Figure value={ready} />
      </Tile>
      <Tile label="In flight" note={how(depthOf(queue, 'inFlight'))}>
        <Figure value={depthOf(queue, 'inFlight')} />
      </Tile>
      <Tile label="Delayed" note={how(depthOf(queue, 'delayed'))}>
        <Figure value={depthOf(queue, 'delayed')} />
      </Tile>
      <DeadTile queue={queue} />
      <Tile
        label="Oldest waits"
        note={waits ? how(oldestOf(queue), <Drain queue={queue} />) : 'nothing waits'}
      >
        {waits ? <Duration ms={oldestOf(queue)} /> : <Figure value={null} reason="Nothing waits" />}
      </Tile>
      <LatencyTile latency={queue.latencyMs} />
    </dl>
  )
}

function DeadTile({ queue }: { queue: Queue }) {
  const dead = deadOf(queue)
  return (
    <Tile label="Dead" tip={deadTip(dead)} note={<DeadNote queue={queue} dead={dead} />}>
      <span className={dead.archived > 0 ? 'text-danger' : undefined}>{compactNumber(dead.archived)}</span>
    </Tile>
  )
}

/** Those in the archive can be replayed; those in the broker are on their way there. */
function deadTip({ archived, lastHour, inBroker }: DeadTold): string {
  const told = `${exactNumber(archived)} in the failure archive; ${exactNumber(lastHour)} died in the last hour`
  if (inBroker === null) return `${told}; how many are still in the broker is not known`
  return `${told}; ${exactNumber(inBroker)} still in the broker, on their way to the archive`
}

function DeadNote({ queue, dead }: { queue: Queue; dead: DeadTold }) {
  const { archived, lastHour, inBroker } = dead
  const arriving = inBroker ? ` · +${compactNumber(inBroker)} in the broker` : ''
  if (archived === 0) return inBroker ? `${compactNumber(inBroker)} in the broker` : 'none'
  return (
    <>
      <Link className="text-accent hover:underline" href={failuresOfType(queue.type)}>
        {compactNumber(lastHour)} in the last hour
      </Link>
      {arriving}
    </>
  )
}

function LatencyTile({ latency }: { latency: Queue['latencyMs'] }) {
  return (
    <Tile
      label="Handler p95"
      tip="Of the runs that ended in the last minute, over all instances"
      note={
        latency
          ? `p50 ${duration(latency.p50)} · p99 ${duration(latency.p99)}`
          : 'nothing ran in the last minute'
      }
    >
      <Duration ms={latency?.p95} reason="No task ended in the last minute" />
    </Tile>
  )
}

function Drain({ queue }: { queue: Queue }) {
  return (
    <>
      {' · drains in '}
      <Duration ms={drainOf(queue)} reason="It does not drain at the present rates, or they are not known" />
    </>
  )
}

interface TileProps {
  label: string
  /** What the figure is made of. */
  tip?: string
  note: ReactNode
  children: ReactNode
}

function Tile({ label, tip, note, children }: TileProps) {
  return (
    <div
      data-tip={tip}
      className="-mr-px -mb-px flex flex-col gap-0.5 border-r border-b border-line px-3.5 py-2.5"
    >
      <dt className="text-sm text-muted">
        {label}
        {tip && <span className="sr-only">: {tip}</span>}
      </dt>
      <dd className="text-2xl font-semibold tracking-tight">{children}</dd>
      <dd className="truncate text-xs text-muted">{note}</dd>
    </div>
  )
}
