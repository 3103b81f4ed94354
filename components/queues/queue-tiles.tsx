import type { ReactNode } from 'react'
import { Duration } from '@/components/ui/duration'
import { Figure } from '@/components/ui/figure'
import { Link } from '@/components/ui/link'
import { Time } from '@/components/ui/time'
import { depthOf, drainOf, type FigureValue, oldestOf, rateIn, rateOut, sampledAt } from './queue-figures'
import type { Queue } from './use-queues'

const QUALITY = { exact: 'exact', estimated: 'estimated', unsupported: 'this backend cannot tell' }

/** The figures of the queue, each with how it was obtained and its age. */
export function QueueTiles({ queue }: { queue: Queue }) {
  const at = sampledAt(queue)
  const ready = depthOf(queue, 'ready')
  const dead = depthOf(queue, 'dead')
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
      <Tile
        label="Dead in the queue"
        note={
          <Link
            className="text-accent hover:underline"
            href={`/failures?q=${encodeURIComponent(`type:${queue.type}`)}`}
          >
            Its failures
          </Link>
        }
      >
        <Figure value={dead} className={(dead.value ?? 0) > 0 ? 'text-danger' : undefined} />
      </Tile>
      <Tile
        label="Oldest waits"
        note={waits ? how(oldestOf(queue), <Drain queue={queue} />) : 'nothing waits'}
      >
        {waits ? <Duration ms={oldestOf(queue)} /> : <Figure value={null} reason="Nothing waits" />}
      </Tile>
      <Tile label="In · out" note="per second, estimated from samples">
        <Figure value={rateIn(queue)} /> <span className="text-muted">·</span>{' '}
        <Figure value={rateOut(queue)} />
      </Tile>
    </dl>
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

function Tile({ label, note, children }: { label: string; note: ReactNode; children: ReactNode }) {
  return (
    <div className="-mr-px -mb-px flex flex-col gap-0.5 border-r border-b border-line px-3.5 py-2.5">
      <dt className="text-sm text-muted">{label}</dt>
      <dd className="text-2xl font-semibold tracking-tight">{children}</dd>
      <dd className="truncate text-xs text-muted">{note}</dd>
    </div>
  )
}
