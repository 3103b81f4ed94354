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
  valueProblem,
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

/** Attributes that a task need not have, in the order of the contract. */
function addOptional(attributes: Record<string, string>, task: Task): void {
  if (task.partitionKey !== undefined) attributes.partitionkey = task.partitionKey
  if (task.uniqueKey !== undefined) attributes.uniquekey = task.uniqueKey
  if (task.notBefore !== undefined) attributes.notbefore = task.notBefore.toISOString()
  if (task.expiresAt !== undefined) attributes.expirytime = task.expiresAt.toISOString()
  if (task.maxAttempts !== undefined) attributes.maxattempts = String(task.maxAttempts)
  if (task.replayId !== undefined) attributes.replayid = task.replayId
  if (task.tracked) attributes.tracked = 'true'
  if (task.traceparent !== undefined) attributes.traceparent = task.traceparent
  if (task.tracestate !== undefined) attributes.tracestate = task.tracestate
}

function invalidAttribute(attribute: string, problem: string): TaskError {
  return new TaskError('attribute-invalid', problem, { context: { attribute } })
}

function addExtensions(attributes: Record<string, string>, extensions: Task['extensions']): void {
  for (const name of Object.keys(extensions)) {
    if (isOwnAttribute(name))
      throw invalidAttribute(name, `attribute "${name}": expected a name that is not reserved`)
    const value = extensions[name]
    if (value === undefined) continue
    const problem = attributeProblem(name, value)
    if (problem !== null) throw invalidAttribute(name, problem)
    attributes[name] = value
  }
}

function refuseUnwritable(attributes: Readonly<Record<string, string>>): void {
  for (const name of Object.keys(attributes)) {
    const problem = valueProblem(name, attributes[name] as string)
    if (problem !== null) throw invalidAttribute(name, problem)
  }
  if (attributes.id === '')
    throw new TaskError('attribute-invalid', 'attribute "id": expected at least one character')
}

/**
 * @throws TaskError `attribute-invalid` for a value or an extension name that the wire cannot carry
 * @throws TaskError `payload-invalid` for a payload that cannot become bytes
 */
export function encodeTask(task: Task): Envelope {
  return { attributes: encodeAttributes(task), body: encodeBody(task.payload, task.contentType) }
}

/** Those of a task without its payload. @throws TaskError `attribute-invalid` */
export function encodeAttributes(task: Task): Record<string, string> {
  const attributes: Record<string, string> = {
    specversion: '1.0',
    id: task.id,
    type: task.type,
    source: task.source,
    time: task.time.toISOString(),
    datacontenttype: task.contentType,
    attempt: String(task.attempt),
  }
  addOptional(attributes, task)
  refuseUnwritable(attributes)
  addExtensions(attributes, task.extensions)
  return attributes
}

function checkReadable(attributes: Readonly<Record<string, string>>): void {
  const version = attributes.specversion
  if (version !== undefined && !version.startsWith('1.'))
    throw new TaskError('message-malformed', `attribute "specversion": expected 1.x, got "${version}"`)
  for (const name of Object.keys(attributes)) {
    if (!isOwnAttribute(name) && !isAttributeName(name)) continue
    const problem = valueProblem(name, attributes[name] as string)
    if (problem !== null) throw new TaskError('message-malformed', problem)
  }
}

/** A name outside CloudEvents' alphabet is no attribute, and could not be written again: it is left behind. */
function foreignAttributes(attributes: Readonly<Record<string, string>>): Record<string, string> {
  const foreign: Record<string, string> = {}
  for (const name of Object.keys(attributes))
    if (!isOwnAttribute(name) && isAttributeName(name)) foreign[name] = attributes[name] as string
  return foreign
}

type Optional = Partial<{ -readonly [Field in keyof Task]: Task[Field] }>

function optionalFields(attributes: Readonly<Record<string, string>>): Optional {
  const fields: Optional = {}
  const maxAttempts = parseCount(attributes.maxattempts)
  const notBefore = parseTimestamp(attributes.notbefore)
  const expiresAt = parseTimestamp(attributes.expirytime)
  if (maxAttempts !== null) fields.maxAttempts = maxAttempts
  if (notBefore !== null) fields.notBefore = notBefore
  if (expiresAt !== null) fields.expiresAt = expiresAt
  if (attributes.partitionkey !== undefined) fields.partitionKey = attributes.partitionkey
  if (attributes.uniquekey !== undefined) fields.uniqueKey = attributes.uniquekey
  if (attributes.replayid !== undefined) fields.replayId = attributes.replayid
  if (attributes.traceparent !== undefined) fields.traceparent = attributes.traceparent
  if (attributes.tracestate !== undefined) fields.tracestate = attributes.tracestate
  return fields
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
