import { duration, exactNumber } from '@/components/ui/format'
import { Time } from '@/components/ui/time'
import { attemptError } from './failure-words'
import type { Failure } from './use-failures'

const MINUTE_MS = 60_000

/** Failed attempts on a line, oldest first, with what each waited for; the last one, after which it was dead, stands out. */
export function AttemptTimeline({ failure }: { failure: Failure }) {
  const { timeline, attempts } = failure
  if (timeline.length === 0)
    return (
      <p className="text-muted">
        {attempts === 0
          ? 'It was never run.'
          : `${exactNumber(attempts)} attempts; the dead letter tells nothing of them.`}
      </p>
    )
  const whole = timeline.length === attempts
  return (
    <>
      <ol className="flex flex-col">
        {timeline.map((entry, index) => {
          const before = timeline[index - 1]
          const waited = before ? Date.parse(entry.at) - Date.parse(before.at) : 0
          const last = index === timeline.length - 1
          return (
            <li
              // biome-ignore lint/suspicious/noArrayIndexKey: an attempt is its place
              key={index}
              className="relative flex gap-3 pb-2.5 pl-5 before:absolute before:top-2 before:bottom-[-0.5rem] before:left-[5px] before:w-0.5 before:bg-line last:pb-0 last:before:hidden"
            >
              <span
                aria-hidden
                className={`absolute top-1.5 left-0 size-3 rounded-full border-2 ${last ? 'border-danger bg-danger' : 'border-line-strong bg-panel'}`}
              />
              <span className="w-22 shrink-0 text-sm text-muted">
                <Time at={entry.at} />
              </span>
              <span className="min-w-0 flex-1 wrap-anywhere">
                {whole && <span className="text-muted">{index + 1}. </span>}
                {attemptError(entry.error)}
                {waited >= 1_000 && (
                  <span className={`text-sm ${waited > MINUTE_MS ? 'text-text' : 'text-muted'}`}>
                    {' '}
                    after {duration(waited)}
                  </span>
                )}
              </span>
            </li>
          )
        })}
      </ol>
      {!whole && (
        <p className="text-sm text-muted">
          {exactNumber(timeline.length)} of {exactNumber(attempts)} attempts are kept: the first and the last.
        </p>
      )}
    </>
  )
}
