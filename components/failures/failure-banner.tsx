import { cx } from '@/components/ui/cx'
import { Link } from '@/components/ui/link'
import { Signal, type SignalState } from '@/components/ui/signal'
import { Time } from '@/components/ui/time'
import { nextDeath, whatBecame, whyDead } from './failure-words'
import type { Failure } from './use-failures'

const LOOKS: Record<SignalState, string> = {
  clear: 'border-clear bg-clear-soft',
  caution: 'border-caution bg-caution-soft',
  danger: 'border-danger bg-danger-soft',
  unknown: 'border-line bg-ground',
  paused: 'border-line bg-ground',
}

/** The sentence that a person came for: what state it is in, and why it died. */
export function FailureBanner({ failure }: { failure: Failure }) {
  const { status, archived, diedInReplay } = failure
  const { state, title } = whatBecame(failure)
  const next = status === 'replayed' ? nextDeath(failure) : null
  return (
    <section
      aria-label="Why it is dead"
      className={cx('flex items-start gap-2.5 rounded-lg border px-3 py-2', LOOKS[state])}
    >
      <Signal state={state} label={null} className="mt-1" />
      <div className="min-w-0 text-pretty wrap-anywhere">
        <p>
          <b className="font-semibold">
            {title}
            {status === 'dead' && (
              <>
                {' for '}
                <Time at={failure.failedAt} as="since" />
              </>
            )}
            .
          </b>{' '}
          {status === 'dead' ? (
            whyDead(failure)
          ) : (
            <span className="text-muted">Before: {whyDead(failure)}</span>
          )}
        </p>
        {next && (
          <p>
            <Link
              href={`/failures?id=${encodeURIComponent(next.id)}`}
              className="text-accent hover:underline"
            >
              How it died then
            </Link>
          </p>
        )}
        {diedInReplay !== null && <p className="text-sm">It had been replayed, and died again.</p>}
        {archived && (
          <p className="text-sm text-muted">
            Put away by {archived.by}, <Time at={archived.at} />
            {archived.reason && `: “${archived.reason}”`}
          </p>
        )}
      </div>
    </section>
  )
}
