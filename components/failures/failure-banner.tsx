import { cx } from '@/components/ui/cx'
import { Signal } from '@/components/ui/signal'
import { Time } from '@/components/ui/time'
import { STATUS_SIGNALS } from './failure-columns'
import { whyDead } from './failure-words'
import type { Failure } from './use-failures'

const LOOKS = {
  dead: 'border-danger bg-danger-soft',
  replaying: 'border-caution bg-caution-soft',
  replayed: 'border-line bg-ground',
  archived: 'border-line bg-ground',
} as const
const TITLES = { dead: 'Dead', replaying: 'Replaying', replayed: 'Replayed', archived: 'Archived' } as const

/** The sentence that a person came for: what state it is in, and why it died. */
export function FailureBanner({ failure }: { failure: Failure }) {
  const { status, archived, diedInReplay } = failure
  return (
    <section
      aria-label="Why it is dead"
      className={cx('flex items-start gap-2.5 rounded-lg border px-3 py-2', LOOKS[status])}
    >
      <Signal state={STATUS_SIGNALS[status]} label={null} className="mt-1" />
      <div className="min-w-0 text-pretty wrap-anywhere">
        <p>
          <b className="font-semibold">
            {TITLES[status]}
            {status === 'dead' && (
              <>
                {' for '}
                <Time at={failure.failedAt} as="since" />
              </>
            )}
            .
          </b>{' '}
          {whyDead(failure)}
        </p>
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
