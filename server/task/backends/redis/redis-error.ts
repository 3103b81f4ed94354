/** From what node-redis throws to a `TaskError` that tells the operator what to do. */
import { ErrorReply } from 'redis'
import { TaskError } from '../../errors.ts'

const messageOf = (error: unknown): string => (error as Error)?.message || String(error)

/** The word that begins an answer of the server, such as WRONGTYPE; null when it is no answer. */
export function replyCode(error: unknown): string | null {
  return error instanceof ErrorReply ? (/^[A-Z]+/.exec(error.message)?.[0] ?? 'ERR') : null
}

/** It will pass by itself: the server starts, fails over, or runs a long script. */
const PASSING = new Set(['LOADING', 'MASTERDOWN', 'CLUSTERDOWN', 'TRYAGAIN', 'BUSY', 'UNBLOCKED'])
/** The server takes no writes. */
const BLOCKING: Readonly<Record<string, string>> = {
  OOM: 'its memory is full (maxmemory): add memory, or let consumers catch up',
  READONLY: 'it is a read-only replica: name the primary in the backend’s URL',
  MISCONF: 'it cannot write to its disk, and refuses writes until it can',
  NOREPLICAS: 'fewer replicas are connected than it wants (min-replicas-to-write)',
}

/** No answer came, or one that will pass: the same call may succeed later. */
export function isAway(error: unknown): boolean {
  if (error instanceof TaskError) return error.code === 'backend-unavailable'
  const code = replyCode(error)
  return code === null || PASSING.has(code)
}

/** Why the server takes no writes for now; null when it does not say so. */
export function blockedReason(error: unknown): string | null {
  return BLOCKING[replyCode(error) ?? ''] ?? null
}

export const isMissingGroup = (error: unknown) =>
  replyCode(error) === 'NOGROUP' || replyCode(error) === 'UNBLOCKED'

export function unavailable(cause: unknown): TaskError {
  return new TaskError('backend-unavailable', `The Redis backend is away: ${messageOf(cause)}`, {
    retryable: true,
    cause,
  })
}

export function closedError(): TaskError {
  return new TaskError('closed', 'The Redis backend is closed.')
}

export function lostError(): TaskError {
  return new TaskError(
    'delivery-lost',
    'The delivery was settled already, or its lease ran out and another consumer has it now.',
  )
}

/** @param held what the key holds instead, where it is known */
export function wrongType(key: string, cause: unknown, held = 'another kind of value'): TaskError {
  const message =
    `The key "${key}" holds ${held}, so tasks cannot be kept there: rename or delete it, ` +
    'or give this installation another namespace or database number.'
  return new TaskError('queue-mismatch', message, { cause, context: { key } })
}

export function missingStream(key: string, cause?: unknown): TaskError {
  const message = `The server has no stream "${key}": create it, or leave out the existing queue's name.`
  return new TaskError('queue-mismatch', message, { cause, context: { key } })
}

function refused(code: string, cause: unknown): TaskError {
  const message = `Redis refused (${code}): ${messageOf(cause)}`
  return new TaskError('backend-unavailable', message, { retryable: true, cause, context: { code } })
}

/**
 * Whatever it is, as a `TaskError`.
 * @param key the stream that the call was about
 */
export function asTaskError(error: unknown, key: string): TaskError {
  if (error instanceof TaskError) return error
  const code = replyCode(error)
  if (code === null) return unavailable(error)
  if (/WRONGTYPE/.test(messageOf(error))) return wrongType(key, error)
  const reason = BLOCKING[code]
  if (reason === undefined) return refused(code, error)
  const message = `Redis takes no tasks for "${key}": ${reason}.`
  return new TaskError('backend-unavailable', message, {
    retryable: true,
    cause: error,
    context: { key, code },
  })
}
