'use client'
import { useOrigin } from '@/components/projects/use-origin'
import { curlSnippet } from '@/components/publish/snippets'
import { Code } from '@/components/ui/code'
import { Figure } from '@/components/ui/figure'
import { Link } from '@/components/ui/link'
import { Time } from '@/components/ui/time'
import { AttemptTimeline } from './attempt-timeline'
import { FailureBanner } from './failure-banner'
import { Part } from './failure-part'
import { FailureReplays } from './failure-replays'
import { notEditable, pretty, prettyText } from './payload'
import { PayloadBlock } from './payload-block'
import type { Failure } from './use-failures'

/** One failure in full: why, what was tried, what the target said, what it carried, and what became of it. */
export function FailureContents({ failure }: { failure: Failure }) {
  const { error, response, attributes } = failure
  return (
    <div className="flex flex-col gap-5">
      <FailureBanner failure={failure} />
      <FailureReplays failure={failure} />
      <Facts failure={failure} />
      {response && (
        <Part
          title={
            <>
              The target answered <span className="font-mono text-text">{response.status}</span>
            </>
          }
        >
          {response.body === '' ? (
            <p className="text-muted">With an empty body.</p>
          ) : (
            <Code label="Body of the answer">{prettyText(response.body)}</Code>
          )}
        </Part>
      )}
      <Part title="Error">
        <p className="wrap-anywhere">
          <span className="font-mono text-sm">{error.name}</span>
          {error.message && <span className="text-muted">: {error.message}</span>}
        </p>
        {error.stack && (
          // The stack of a proxy is ours; what its target said is above.
          <details open={response === null}>
            <summary className="w-fit cursor-pointer text-sm text-muted hover:text-text">Stack</summary>
            <Code label="Stack of the error" className="mt-1.5">
              {error.stack}
            </Code>
          </details>
        )}
      </Part>
      <Part title="Attempts">
        <AttemptTimeline failure={failure} />
      </Part>
      <Part title="Payload" note={<Figure value={failure.payloadBytes} as="bytes" />}>
        <PayloadBlock failure={failure} />
      </Part>
      <Part title="Attributes">
        <dl className="grid grid-cols-[minmax(5rem,auto)_minmax(0,1fr)] gap-x-4 gap-y-1">
          {Object.entries(attributes).map(([name, value]) => (
            <div key={name} className="contents">
              <dt className="font-mono text-sm text-muted">{name}</dt>
              <dd className="font-mono text-sm break-all">{value}</dd>
            </div>
          ))}
        </dl>
      </Part>
      <OtherDeaths failure={failure} />
      <AsCurl failure={failure} />
    </div>
  )
}

const linkClass = 'text-accent hover:underline'

/** Which task it was, whose, under which configuration; each leads to its screen. */
function Facts({ failure }: { failure: Failure }) {
  const { type, project, instance, revision, group } = failure
  return (
    <dl className="grid grid-cols-[6.5rem_minmax(0,1fr)] gap-y-1.5">
      <dt className="text-muted">Task</dt>
      <dd className="font-mono text-sm break-all">{failure.taskId}</dd>
      <dt className="text-muted">Queue</dt>
      <dd>
        <Link href={`/queues/${type}`} className={`font-mono text-sm ${linkClass}`}>
          {type}
        </Link>
        <span className="text-muted"> in {failure.backend}</span>
      </dd>
      <dt className="text-muted">Project</dt>
      <dd>
        {project === null ? (
          <span className="text-muted">the dead letter does not say</span>
        ) : (
          <>
            <Link href={`/projects/${project}`} className={linkClass}>
              {project}
            </Link>
            {revision !== null && (
              <>
                {', '}
                <Link href={`/projects/${project}?tab=revisions`} className={linkClass}>
                  revision {revision}
                </Link>
              </>
            )}
          </>
        )}
      </dd>
      {instance !== null && (
        <>
          <dt className="text-muted">Instance</dt>
          <dd className="truncate">
            <Link
              href={`/instances?open=${encodeURIComponent(instance)}`}
              className={`font-mono text-sm ${linkClass}`}
            >
              {instance}
            </Link>
          </dd>
        </>
      )}
      <dt className="text-muted">Failed</dt>
      <dd>
        <Time at={failure.failedAt} />
        {failure.attempts > 1 && (
          <span className="text-muted">
            , first <Time at={failure.firstFailedAt} />
          </span>
        )}
      </dd>
      <dt className="text-muted">Cause</dt>
      <dd>
        <Link href={`/failures?view=tasks&q=${encodeURIComponent(`group:${group}`)}`} className={linkClass}>
          all tasks that died of it
        </Link>
      </dd>
    </dl>
  )
}

function OtherDeaths({ failure }: { failure: Failure }) {
  if (failure.otherDeaths.length === 0) return null
  return (
    <Part title="This task also died">
      <ul className="flex flex-col gap-1">
        {failure.otherDeaths.map((death) => (
          <li key={death.id}>
            <Link href={`/failures?id=${encodeURIComponent(death.id)}`} className={linkClass}>
              <Time at={death.failedAt} />
            </Link>
            <span className="text-muted">, now {death.status}</span>
          </li>
        ))}
      </ul>
    </Part>
  )
}

/** The same message, published anew by a program. */
function AsCurl({ failure }: { failure: Failure }) {
  const origin = useOrigin()
  if (notEditable(failure) !== null) return null
  const { partitionkey } = failure.attributes
  const message = {
    type: failure.type,
    payload: failure.payload,
    ...(partitionkey === undefined ? {} : { partitionKey: partitionkey }),
  }
  return (
    <Part title="Publish the same message as a new task">
      <Code label="Publish the same message with curl">{curlSnippet(origin, message)}</Code>
      {failure.redacted && (
        <p className="text-sm text-muted">What is hidden stands in it as {pretty('[redacted]')}.</p>
      )}
    </Part>
  )
}
