/**
 * Task ↔ envelope: a task as a CloudEvents 1.0 event in binary mode (contract, section 1).
 *
 * The `cloudevents` package is not used: it knows no AMQP 0-9-1 or Redis binding, parses the payload while it reads
 * the attributes (a malformed body would cost us the attributes of the dead letter), and has no notion of our own.
 */
import type { Envelope } from '../backends/backend.ts'
import { TaskError } from '../errors.ts'
import type { Task } from '../task.ts'
import {
  attributeProblem,
  isAttributeName,
  isOwnAttribute,
  parseCount,
  parseTimestamp,
} from './attributes.ts'
import { decodeBody, encodeBody, JSON_TYPE } from './content.ts'
import { unwrapStructured } from './structured.ts'

/** What a message without CloudEvents attributes is taken for. */
export interface DecodeFallback {
  /** The queue's task type. */
  readonly type: string
  /** The broker's message id, or a generated one. */
  readonly id: string
  readonly now: Date
}

function optionalAttributes(task: Task): Record<string, string | undefined> {
  return {
    partitionkey: task.partitionKey,
    uniquekey: task.uniqueKey,
    notbefore: task.notBefore?.toISOString(),
    expirytime: task.expiresAt?.toISOString(),
    maxattempts: task.maxAttempts?.toString(),
    replayid: task.replayId,
    tracked: task.tracked ? 'true' : undefined,
    traceparent: task.traceparent,
    tracestate: task.tracestate,
  }
}

function checkedAttributes(candidates: Record<string, string | undefined>): Record<string, string> {
  const attributes: Record<string, string> = {}
  for (const [name, value] of Object.entries(candidates)) {
    if (value === undefined) continue
    const problem = attributeProblem(name, value)
    if (problem !== null) throw new TaskError('attribute-invalid', problem, { context: { attribute: name } })
    attributes[name] = value
  }
  return attributes
}

function refuseOwnNames(extensions: Readonly<Record<string, string>>): void {
  const taken = Object.keys(extensions).find(isOwnAttribute)
  if (taken !== undefined)
    throw new TaskError('attribute-invalid', `attribute "${taken}": expected a name that is not reserved`, {
      context: { attribute: taken },
    })
}

/**
 * @throws TaskError `attribute-invalid` for a value or an extension name that the wire cannot carry
 * @throws TaskError `payload-invalid` for a payload that cannot become bytes
 */
export function encodeTask(task: Task): Envelope {
  refuseOwnNames(task.extensions)
  const attributes = checkedAttributes({
    ...task.extensions,
    specversion: '1.0',
    id: task.id,
    type: task.type,
    source: task.source,
    time: task.time.toISOString(),
    datacontenttype: task.contentType,
    attempt: String(task.attempt),
    ...optionalAttributes(task),
  })
  if (task.id === '')
    throw new TaskError('attribute-invalid', 'attribute "id": expected at least one character')
  return { attributes, body: encodeBody(task.payload, task.contentType) }
}

function checkReadable(attributes: Readonly<Record<string, string>>): void {
  const version = attributes.specversion
  if (version !== undefined && !version.startsWith('1.'))
    throw new TaskError('message-malformed', `attribute "specversion": expected 1.x, got "${version}"`)
  for (const [name, value] of Object.entries(attributes)) {
    const problem = isAttributeName(name) ? attributeProblem(name, value) : null
    if (problem !== null) throw new TaskError('message-malformed', problem)
  }
}

/** A name outside CloudEvents' alphabet is no attribute, and could not be written again: it is left behind. */
function foreignAttributes(attributes: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(attributes).filter(([name]) => !isOwnAttribute(name) && isAttributeName(name)),
  )
}

function optionalFields(attributes: Readonly<Record<string, string>>): Partial<Task> {
  const maxAttempts = parseCount(attributes.maxattempts)
  const notBefore = parseTimestamp(attributes.notbefore)
  const expiresAt = parseTimestamp(attributes.expirytime)
  return {
    ...(maxAttempts === null ? {} : { maxAttempts }),
    ...(notBefore === null ? {} : { notBefore }),
    ...(expiresAt === null ? {} : { expiresAt }),
    ...(attributes.partitionkey === undefined ? {} : { partitionKey: attributes.partitionkey }),
    ...(attributes.uniquekey === undefined ? {} : { uniqueKey: attributes.uniquekey }),
    ...(attributes.replayid === undefined ? {} : { replayId: attributes.replayid }),
    ...(attributes.traceparent === undefined ? {} : { traceparent: attributes.traceparent }),
    ...(attributes.tracestate === undefined ? {} : { tracestate: attributes.tracestate }),
  }
}

/**
 * Binary and structured events, and bare JSON. An attribute of ours that cannot be read (a newer version may have
 * written it) counts as absent; a dead letter's own attributes are not part of the task.
 * @throws TaskError `message-malformed` with the reason, when no task can be made of it
 */
export function decodeTask(envelope: Envelope, fallback: DecodeFallback): Task {
  const { attributes, body } = unwrapStructured(envelope)
  checkReadable(attributes)
  const contentType = attributes.datacontenttype ?? JSON_TYPE
  return {
    id: attributes.id || fallback.id,
    type: attributes.type || fallback.type,
    payload: decodeBody(body, contentType),
    contentType,
    source: attributes.source || '/unknown',
    time: parseTimestamp(attributes.time) ?? fallback.now,
    attempt: parseCount(attributes.attempt) ?? 1,
    tracked: attributes.tracked?.toLowerCase() === 'true',
    ...optionalFields(attributes),
    extensions: foreignAttributes(attributes),
  }
}
