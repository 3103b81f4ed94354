import { cx } from '@/components/ui/cx'
import { Signal } from '@/components/ui/signal'
import { Time } from '@/components/ui/time'
import { HealthActionButton } from './health-action-button'
import { sentenceOf, titleOf, whyOf } from './health-words'
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
  const [worst = '', ...others] = whyOf(health)
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
              {health.since && (
                <>
                  {' '}
                  for <Time at={health.since} as="since" />
                </>
              )}
              .
            </b>{' '}
            {sentenceOf(worst) || (health.state === 'clear' && 'Tasks are taken as they come.')}
          </p>
          {others.map((why) => (
            <p key={why} className="text-sm text-muted">
              {sentenceOf(why)}
            </p>
          ))}
          {paused?.until && (
            <p className="text-sm text-muted">
              Resumes by itself <Time at={paused.until} />.
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
