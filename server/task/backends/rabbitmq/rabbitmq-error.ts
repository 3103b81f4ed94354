/** From what amqplib throws to a `TaskError` that tells the operator what to do. */
import { TaskError } from '../../errors.ts'

/** AMQP reply codes (specification 0-9-1, constants). */
const ACCESS_REFUSED = 403
const NOT_FOUND = 404
const PRECONDITION_FAILED = 406

const INEQUIVALENT = /inequivalent arg '([^']+)' for (queue|exchange) '([^']+)' in vhost '[^']+': (.+?)"?$/
const MISSING = /no (queue|exchange) '([^']+)'/

export const codeOf = (error: unknown): number | string | undefined =>
  (error as { code?: number | string })?.code

const messageOf = (error: unknown): string => (error as Error)?.message || String(codeOf(error) ?? error)

export function unavailable(cause: unknown): TaskError {
  return new TaskError('backend-unavailable', `The RabbitMQ backend is away: ${messageOf(cause)}`, {
    retryable: true,
    cause,
  })
}

export function closedError(): TaskError {
  return new TaskError('closed', 'The RabbitMQ backend is closed.')
}

export function lostError(cause?: unknown): TaskError {
  return new TaskError(
    'delivery-lost',
    'The delivery was settled already, or went back to the queue with its channel.',
    { cause },
  )
}

/** The name of the queue or exchange that the broker does not have; null when that is not what it says. */
export function missingName(error: unknown): string | null {
  return codeOf(error) === NOT_FOUND ? (MISSING.exec(messageOf(error))?.[2] ?? null) : null
}

/** An operation that the broker refused for a reason that will not pass by itself, or null. */
export function refusal(error: unknown): TaskError | null {
  const missing = missingName(error)
  if (missing !== null) return missingError(missing, error)
  if (codeOf(error) === PRECONDITION_FAILED) return mismatch(error)
  if (codeOf(error) === ACCESS_REFUSED) return refused(error)
  return null
}

function missingError(name: string, cause: unknown): TaskError {
  const message = `The broker has no queue or exchange "${name}": save its task type, which declares it, or create it.`
  return new TaskError('queue-mismatch', message, { cause, context: { name, undeclared: true } })
}

function mismatch(cause: unknown): TaskError {
  const [, argument, what, name, difference] = INEQUIVALENT.exec(messageOf(cause)) ?? []
  if (argument === undefined)
    return new TaskError('queue-mismatch', `The broker refused: ${messageOf(cause)}`, { cause })
  const message =
    `The ${what} "${name}" exists with another ${argument} (${difference}). ` +
    `Delete it once it is empty, so that it is made anew, or name it as the task type's existing queue.`
  return new TaskError('queue-mismatch', message, { cause, context: { name, argument } })
}

function refused(cause: unknown): TaskError {
  const message = `The broker's user lacks a permission (configure, write and read are needed): ${messageOf(cause)}`
  return new TaskError('backend-unavailable', message, { retryable: true, cause })
}

/** Whatever it is, as a `TaskError`. */
export function asTaskError(error: unknown): TaskError {
  return error instanceof TaskError ? error : (refusal(error) ?? unavailable(error))
}
