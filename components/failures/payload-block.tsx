import { Code } from '@/components/ui/code'
import { CopyButton } from '@/components/ui/copy-button'
import { HIDDEN, notEditable, pretty } from './payload'
import type { Failure } from './use-failures'

/** What the task carried; hidden values are marked, so that nobody takes them for the real ones. */
export function PayloadBlock({ failure }: { failure: Failure }) {
  if (failure.text !== null) return <Code label="Payload">{failure.text}</Code>
  if (notEditable(failure) !== null)
    return (
      <p className="text-muted">
        Binary, <span className="font-mono text-sm">{failure.contentType}</span>; it is kept and replayed as
        it is.
      </p>
    )
  const json = pretty(failure.payload)
  if (!failure.redacted) return <Code label="Payload">{json}</Code>
  const mark = JSON.stringify(HIDDEN)
  return (
    <div className="relative min-w-0 rounded-md border border-line bg-sunk">
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        tabIndex={0}
        aria-label="Payload, in part hidden"
        className="max-h-96 overflow-auto px-3 py-2 pr-10"
      >
        <pre className="font-mono text-sm leading-5">
          {json.split(mark).map((part, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: parts of a text are told apart by their place
            <span key={index}>
              {index > 0 && (
                <span
                  data-tip="Hidden by the redaction paths of the type"
                  className="rounded-sm bg-caution-soft px-1 text-caution"
                >
                  hidden
                </span>
              )}
              {part}
            </span>
          ))}
        </pre>
      </section>
      <span className="absolute top-1 right-1">
        <CopyButton text={json} label="Copy the payload as shown" />
      </span>
    </div>
  )
}
