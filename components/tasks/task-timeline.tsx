import { cx } from '@/components/ui/cx'
import { Link } from '@/components/ui/link'
import { Time } from '@/components/ui/time'
import { markOf, type TaskEvent } from './task-words'

/** What is known of a task's life on a line, oldest first; what has no instant is how it stands now. */
export function TaskTimeline({ events }: { events: readonly TaskEvent[] }) {
  return (
    <ol className="flex flex-col" aria-label="What is known of its life">
      {events.map((event, index) => (
        <li
          // biome-ignore lint/suspicious/noArrayIndexKey: an event is its place
          key={index}
          className="relative flex gap-3 pb-2.5 pl-5 before:absolute before:top-2 before:bottom-[-0.5rem] before:left-[5px] before:w-0.5 before:bg-line last:pb-0 last:before:hidden"
        >
          <span
            aria-hidden
            className={cx(
              'absolute top-1.5 left-0 size-3 rounded-full border-2',
              markOf(event.kind) ?? 'border-line-strong bg-panel',
            )}
          />
          <span className="w-22 shrink-0 text-sm text-muted">
            {event.at === null ? 'now' : <Time at={event.at} />}
          </span>
          <span className="min-w-0 flex-1 wrap-anywhere">
            {event.message} <EventLinks event={event} />
          </span>
        </li>
      ))}
    </ol>
  )
}

const linkClass = 'whitespace-nowrap text-accent hover:underline'

function EventLinks({ event: { kind, failureId, replayId } }: { event: TaskEvent }) {
  const ofReplay = kind === 'replayed' || kind === 'succeeded'
  return (
    <span className="inline-flex gap-3 text-sm">
      {failureId !== null && kind === 'died' && (
        <Link className={linkClass} href={`/failures/${encodeURIComponent(failureId)}`}>
          Open the failure
        </Link>
      )}
      {replayId !== null && (ofReplay || kind === 'died') && (
        <Link className={linkClass} href={`/replays/${encodeURIComponent(replayId)}`}>
          Open the replay
        </Link>
      )}
    </span>
  )
}
