import { cx } from '@/components/ui/cx'
import { SIGNAL_LABELS, Signal } from '@/components/ui/signal'
import { Time } from '@/components/ui/time'
import type { Queue } from './use-queues'

const looks = {
  danger: 'border-danger bg-danger-soft',
  caution: 'border-caution bg-caution-soft',
  clear: 'border-line bg-panel',
  paused: 'border-line-strong bg-panel',
  unknown: 'border-line bg-panel',
} as const

/** Reasons are clauses ("no consumer is assigned"); together they make a sentence. */
function sentence(clauses: readonly string[]): string {
  const text = clauses.join('; ')
  return text === '' ? '' : `${text[0]?.toUpperCase()}${text.slice(1)}.`
}

/** The health sentence: what is wrong, since when, why. */
export function QueueHealth({ queue }: { queue: Queue }) {
  const { health, paused } = queue
  return (
    <section
      aria-label="Health"
      className={cx('flex items-start gap-3 rounded-lg border px-3.5 py-2.5', looks[health.state])}
    >
      <Signal state={health.state} label={null} className="mt-1" />
      <div className="min-w-0 text-pretty">
        <p>
          <b className="font-semibold">
            {SIGNAL_LABELS[health.state]}
            {health.since && (
              <>
                {' '}
                for <Time at={health.since} as="since" />
              </>
            )}
            .
          </b>{' '}
          {sentence(health.reasons.map((reason) => reason.message)) ||
            (health.state === 'clear' ? 'Tasks are taken as they come.' : '')}
        </p>
        {paused && (
          <p className="text-sm text-muted">
            Paused by {paused.by}, <Time at={paused.since} />
            {paused.reason && `: “${paused.reason}”`}
            {paused.until && (
              <>
                , resumes <Time at={paused.until} />
              </>
            )}
          </p>
        )}
      </div>
    </section>
  )
}
