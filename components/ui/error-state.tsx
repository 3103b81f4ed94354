import { problemOf } from '@/components/api/problem'
import { Button } from './button'
import { CopyButton } from './copy-button'
import { Signal } from './signal'

interface ErrorStateProps {
  /** What was thrown; a problem+json answer is shown with its detail and request id. */
  error: unknown
  /** What could not be done: "Queues could not be read". */
  title?: string
  retry?: () => void
  /** Says in words what a JSON Pointer points at; the pointer itself unless given. */
  place?: (pointer: string) => string
}

const itself = (pointer: string) => pointer

/** An error where it happened, with each field that is wrong and what to do. */
export function ErrorState({
  error,
  title = 'This could not be read',
  retry,
  place = itself,
}: ErrorStateProps) {
  const problem = problemOf(error)
  return (
    <div role="alert" className="mx-auto flex max-w-lg flex-col items-start gap-3 px-6 py-10">
      <div className="flex gap-2.5">
        <Signal state="danger" label={null} className="mt-1" />
        <div>
          <p className="font-semibold">{title}</p>
          <p className="text-pretty text-muted">{problem.detail}</p>
          {problem.errors.map(({ at, detail }) => (
            <p key={at + detail} className="mt-1.5 text-pretty wrap-anywhere">
              <span className="font-mono text-sm">{place(at)}</span>: {detail}
            </p>
          ))}
        </div>
      </div>
      <div className="flex flex-wrap items-center gap-3 pl-5.5">
        {retry && (
          <Button size="sm" onClick={retry}>
            Try again
          </Button>
        )}
        {problem.requestId && (
          <span className="flex items-center gap-1 text-sm text-muted">
            request <span className="font-mono">{problem.requestId}</span>
            <CopyButton text={problem.requestId} label="Copy the request id" />
          </span>
        )}
      </div>
    </div>
  )
}
