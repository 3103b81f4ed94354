/** From what the client throws to a `TaskError` that tells the operator what to do. */
import { findErrorBy } from '@platformatic/kafka'
import { TaskError } from '../../errors.ts'
import { whyNotLetIn } from './way-in.ts'

/** Whether the broker answered with one of these errors, wherever in the chain it is. */
export function saysAny(error: unknown, ids: readonly string[]): boolean {
  return ids.some((id) => findErrorBy(error as Error, 'apiId', id) !== null)
}

/** The member is no longer one; its partitions are others' now. */
export const isMembershipLost = (error: unknown): boolean =>
  saysAny(error, ['UNKNOWN_MEMBER_ID', 'FENCED_INSTANCE_ID'])

/** It is settled when the group has come to rest. */
export const isRebalancing = (error: unknown): boolean =>
  saysAny(error, ['REBALANCE_IN_PROGRESS', 'ILLEGAL_GENERATION'])

const MISSING = /Unknown topic ([^\s]+)\./

function nested(error: unknown): string[] {
  const { message = String(error), errors, cause } = error as Partial<AggregateError> & Error
  const inner = [...(errors ?? []), ...(cause === undefined ? [] : [cause])].flatMap(nested)
  return [message, ...inner]
}

/** The innermost message is the broker's, or the system's. */
const reasonOf = (error: unknown): string => nested(error).at(-1) ?? String(error)

export function unavailable(cause: unknown): TaskError {
  return new TaskError('backend-unavailable', `The Kafka backend is away: ${reasonOf(cause)}`, {
    retryable: true,
    cause,
  })
}

/** Of the first connection: what is wrong with it may be the backend's options. */
export function notLetIn(cause: unknown): TaskError {
  const reason = whyNotLetIn(cause)
  if (reason === null) return asTaskError(cause)
  const message = `The Kafka backend cannot be used: ${reason}.`
  return new TaskError('backend-unavailable', message, { retryable: true, cause })
}

export function closedError(): TaskError {
  return new TaskError('closed', 'The Kafka backend is closed.')
}

export function lostError(cause?: unknown): TaskError {
  return new TaskError(
    'delivery-lost',
    'The delivery was settled already, or its partition went to another consumer.',
    { cause },
  )
}

function missingError(name: string | undefined, cause: unknown): TaskError {
  const topic = name === undefined ? 'the topic' : `a topic "${name}"`
  const message = `The brokers do not have ${topic}: save its task type, which declares it, or create it.`
  return new TaskError('queue-mismatch', message, { cause, context: { name, undeclared: true } })
}

const RIGHTS = ['TOPIC_AUTHORIZATION_FAILED', 'GROUP_AUTHORIZATION_FAILED', 'CLUSTER_AUTHORIZATION_FAILED']

/** What the brokers refused for a reason that will not pass by itself, or null. */
export function refusal(error: unknown): TaskError | null {
  const missing = nested(error)
    .map((message) => MISSING.exec(message))
    .find((match) => match !== null)
  if (missing) return missingError(missing[1], error)
  if (saysAny(error, ['UNKNOWN_TOPIC_OR_PARTITION'])) return missingError(undefined, error)
  if (saysAny(error, ['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE']))
    return new TaskError(
      'payload-too-large',
      'The brokers refused a task as too large: raise max.message.bytes of its topic, or send less.',
      { cause: error },
    )
  if (saysAny(error, ['INVALID_REPLICATION_FACTOR']))
    return new TaskError(
      'queue-mismatch',
      'The topic was not made: its replication factor is larger than the number of brokers. Lower "replicationFactor".',
      { cause: error },
    )
  if (saysAny(error, RIGHTS))
    return new TaskError(
      'backend-unavailable',
      `The Kafka user lacks a right (Create, Describe, Read, Write and Delete on topics and groups that begin with the namespace): ${reasonOf(error)}`,
      { retryable: true, cause: error },
    )
  return null
}

/** Whatever it is, as a `TaskError`. */
export function asTaskError(error: unknown): TaskError {
  return error instanceof TaskError ? error : (refusal(error) ?? unavailable(error))
}
