/** What a mail server's reply means for a task. */
import { asError, DONE, type Verdict } from '../../../consume/verdict.ts'
import { isTaskError, TaskError } from '../../../errors.ts'

const KEPT_CHARACTERS = 8_192
/** Sign in, sign in better: the configuration's matter, at whichever command it is said (RFC 4954, section 6). */
const CREDENTIALS = new Set([530, 534, 535, 538])
/** The message is larger than the server takes; the only refusal of a sender that is about the task. */
const TOO_LARGE = 552

/** What the client says of a refusal. */
interface SmtpError extends Error {
  readonly code?: string
  readonly command?: string
  readonly response?: string
  readonly responseCode?: number
}

export type Hide = (text: string) => string

export interface Sent {
  readonly rejected: readonly unknown[]
  readonly rejectedErrors?: readonly SmtpError[]
}

/** Recipients that were refused while others got the message make a task that must not be sent again. */
export function verdictOfSent({ rejected, rejectedErrors = [] }: Sent, hide: Hide): Verdict {
  if (rejected.length === 0) return DONE
  const names = rejected.map(String)
  const replies = rejectedErrors.map(({ response }) => response ?? '').join('\n')
  const message = `The mail server refused ${names.join(', ')}; the others got the message, so it is not sent again.`
  const error = new TaskError('target-failed', hide(message), { context: { refused: names } })
  const status = rejectedErrors[0]?.responseCode
  const response = status === undefined ? {} : { response: { status, body: kept(replies, hide) } }
  return { kind: 'dead', reason: 'rejected', failure: { error, ...response } }
}

export function verdictOfError(thrown: unknown, hide: Hide): Verdict {
  if (isTaskError(thrown)) return { kind: 'retry', failure: { error: thrown } }
  const error = asError(thrown) as SmtpError
  const dead = isTasksFault(error)
  const failure = failureOf(error, !dead, hide)
  return dead ? { kind: 'dead', reason: 'rejected', failure } : { kind: 'retry', failure }
}

function isTasksFault({ code, command, responseCode: status = 0 }: SmtpError): boolean {
  // Larger than the server said it takes: the client does not even begin.
  if (code === 'EMESSAGE' && status === 0) return command === 'MAIL FROM'
  if (status < 500 || CREDENTIALS.has(status)) return false
  return command === 'RCPT TO' || command === 'DATA' || (command === 'MAIL FROM' && status === TOO_LARGE)
}

function failureOf(thrown: SmtpError, retryable: boolean, hide: Hide) {
  const { response, responseCode: status } = thrown
  // Node joins the attempts of several addresses in an error without a message.
  const first = thrown instanceof AggregateError ? (asError(thrown.errors[0]) as SmtpError) : thrown
  const { message, name, code } = first
  const said = status === undefined ? `did not take the message: ${message || name}` : `answered ${response}`
  const error = new TaskError(
    'target-failed',
    `The mail server ${hide(said).slice(0, 500).replace(/\.$/, '')}.`,
    {
      retryable,
      context: status === undefined ? { ...(code === undefined ? {} : { code }) } : { status },
    },
  )
  return status === undefined ? { error } : { error, response: { status, body: kept(response ?? '', hide) } }
}

const kept = (text: string, hide: Hide) => hide(text).slice(0, KEPT_CHARACTERS)
