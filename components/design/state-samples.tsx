'use client'
import { Badge } from '@/components/ui/badge'
import { Code } from '@/components/ui/code'
import { Diff } from '@/components/ui/diff'
import { Duration } from '@/components/ui/duration'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { Figure } from '@/components/ui/figure'
import { Panel } from '@/components/ui/panel'
import { SIGNAL_LABELS, Signal, type SignalState } from '@/components/ui/signal'
import { Skeleton } from '@/components/ui/skeleton'
import { Sparkline } from '@/components/ui/sparkline'
import { Time } from '@/components/ui/time'

const STATES: SignalState[] = ['clear', 'caution', 'danger', 'unknown', 'paused']

/** What tells a state or a figure. */
export function StateSamples() {
  return (
    <>
      <Panel title="Signals and figures" padded>
        <div className="flex flex-col gap-3">
          <div className="flex flex-wrap gap-4">
            {STATES.map((state) => (
              <span key={state} className="flex items-center gap-1.5">
                <Signal state={state} label={null} />
                {SIGNAL_LABELS[state]}
              </span>
            ))}
          </div>
          <div className="flex flex-wrap gap-2">
            <Badge>rabbitmq</Badge>
            <Badge tone="accent">2 edits</Badge>
            <Badge tone="clear">applied</Badge>
            <Badge tone="caution">stale</Badge>
            <Badge tone="danger">41,218 dead</Badge>
          </div>
          <div className="flex flex-wrap items-baseline gap-x-5 gap-y-1">
            <Figure value={1_204} />
            <Figure value={41_218} />
            <Figure value={{ value: 1_250_300, quality: 'estimated' }} />
            <Figure value={0.4} unit="/s" />
            <Figure value={{ value: null, quality: 'unsupported' }} />
            <Figure value={90_177_536} as="bytes" />
            <Duration ms={214} />
            <Duration ms={7_530_000} />
            <Time at={new Date(Date.now() - 28 * 60_000).toISOString()} />
            <Skeleton />
          </div>
          <div className="flex gap-6">
            <Sparkline label="Waiting" values={[3, 5, 4, 8, 7, 9, 12, 11, 15]} tone="caution" />
            <Sparkline label="Out" values={[3, 3, null, null, 4, 3, 4]} />
            <Sparkline label="Nothing yet" values={[]} />
          </div>
        </div>
      </Panel>
      <Panel title="Texts and changes" padded>
        <div className="flex flex-col gap-3">
          <Diff
            lines={[
              { kind: 'heading', text: 'monolith   rev 311 → 312' },
              { kind: 'removed', text: 'consume email.send  4 workers, function' },
              { kind: 'heading', text: 'mailer     rev 57 → 58' },
              { kind: 'added', text: 'consume email.send  8 workers, http' },
            ]}
          />
          <Code label="Publish with curl">
            {'curl -X POST https://tasks.example.com/api/v1/tasks \\\n  -d \'{"type":"email.send"}\''}
          </Code>
        </div>
      </Panel>
      <Panel title="Empty">
        <EmptyState title="No queues yet">
          A queue appears when a task type is saved. Create one to begin.
        </EmptyState>
      </Panel>
      <Panel title="Failing">
        <ErrorState
          error={new Error('Postgres does not answer.')}
          retry={() => undefined}
          title="Queues could not be read"
        />
      </Panel>
    </>
  )
}
