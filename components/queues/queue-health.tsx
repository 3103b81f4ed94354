import { cx } from '@/components/ui/cx'
import { Signal } from '@/components/ui/signal'
import { Time } from '@/components/ui/time'
import { HealthActionButton } from './health-action-button'
import { sentenceOf, titleOf } from './health-words'
import type { Queue } from './use-queues'

const looks = {
  danger: 'border-danger bg-danger-soft',
  caution: 'border-caution bg-caution-soft',
  clear: 'border-line bg-panel',
  paused: 'border-line-strong bg-panel',
  unknown: 'border-line bg-panel',
} as const

/** The health sentence: what is wrong, since when, why, and what would help. */
export function QueueHealth({ queue }: { queue: Queue }) {
  const { health, paused } = queue
  const [worst, ...others] = health.reasons
  return (
    <section
      aria-label="Health"
      className={cx(
        'flex flex-wrap items-start gap-x-4 gap-y-2 rounded-lg border px-3.5 py-2.5',
        looks[health.state],
      )}
    >
      <div className="flex min-w-0 flex-1 basis-72 items-start gap-3">
        <Signal state={health.state} label={null} className="mt-1" />
        <div className="min-w-0 text-pretty">
          <p>
            <b className="font-semibold">
              {titleOf(health)}
              <Since at={health.since} />.
            </b>{' '}
            {worst ? sentenceOf(worst.message) : health.state === 'clear' && 'Tasks are taken as they come.'}
          </p>
          {others.map((reason) => (
            <p key={reason.code + reason.message} className="text-sm text-muted">
              {sentenceOf(reason.message).slice(0, -1)}
              <Since at={reason.since} />.
            </p>
          ))}
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
      </div>
      {health.actions.length > 0 && (
        <div className="flex flex-wrap gap-2">
          {health.actions.map((action) => (
            <HealthActionButton key={action.code + (action.project ?? '')} queue={queue} action={action} />
          ))}
        </div>
      )}
    </section>
  )
}

/** " for 9 min", exact on hover. */
function Since({ at }: { at: string | null }) {
  if (at === null) return null
  return (
    <>
      {' '}
      for <Time at={at} as="since" />
    </>
  )
}
