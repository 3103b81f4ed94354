import type { Schemas } from '@/components/api/client'
import { Figure } from '@/components/ui/figure'
import { Skeleton } from '@/components/ui/skeleton'

/** What the edits mean for each type: workers before and after, what waits, who produces. */
export function Effect({ impact }: { impact: readonly Schemas['Impact'][] | undefined }) {
  return (
    <section aria-label="Effect" className="flex flex-col gap-1.5">
      <h3 className="text-sm text-muted">Effect, over all live instances</h3>
      {impact === undefined ? (
        <Skeleton className="h-16 w-full" />
      ) : (
        impact.map((entry) => <TypeEffect key={entry.type} entry={entry} />)
      )}
    </section>
  )
}

function TypeEffect({ entry }: { entry: Schemas['Impact'] }) {
  return (
    <dl className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-0.5 not-first:mt-2">
      <dt className="truncate">
        Workers on <span className="font-mono text-sm">{entry.type}</span>
      </dt>
      <dd className="text-right font-semibold tabular-nums">
        {entry.workersBefore} <span aria-hidden>→</span>
        <span className="sr-only">become</span> {entry.workersAfter}
      </dd>
      <dt className="text-muted">Waiting now</dt>
      <dd className="text-right">
        <Figure value={entry.waiting} reason="Its queue has not been sampled yet" />
      </dd>
      <dt className="text-muted">Producers</dt>
      <dd className="text-right">{entry.producers.join(', ') || 'none'}</dd>
      <dt className="text-muted">Consumers after</dt>
      <dd className="text-right">{entry.consumersAfter.join(', ') || 'none'}</dd>
    </dl>
  )
}
