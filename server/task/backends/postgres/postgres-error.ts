/** From a driver's error to a `TaskError`: does the database answer at all, or did it refuse this statement? */
import { TaskError } from '../../errors.ts'

/** SQLSTATE classes: 08 connection, 53 resources, 57 operator intervention, 28 authentication, 3D no such database. */
const AWAY = /^(08|53|57P|28|3D|25006|40|55P03)/
const NETWORK = /^(E[A-Z]+)$/
const TERMINATED = /terminat|timeout|closed|not queryable|ended|Cannot use a pool/i

export function isAway(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown }
  if (typeof code === 'string' && (AWAY.test(code) || NETWORK.test(code))) return true
  return code === undefined && typeof message === 'string' && TERMINATED.test(message)
}

export function unavailable(cause: unknown): TaskError {
  const { message, code } = cause as { message?: string; code?: string }
  return new TaskError('backend-unavailable', `The Postgres backend is away: ${message || code || cause}`, {
    retryable: true,
    cause,
  })
}

export function closedError(): TaskError {
  return new TaskError('closed', 'The Postgres backend is closed.')
}

export function lostError(): TaskError {
  return new TaskError('delivery-lost', 'The delivery was settled already, or another consumer has it now.')
}
