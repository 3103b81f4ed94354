/** From what a publisher gives to what a backend is given: a complete task, checked, as a message. */
import type { Envelope, Outgoing, QueueSpec } from '../backends/backend.ts'
import { TaskError } from '../errors.ts'
import { type NewTask, type Task, typeNameProblem } from '../task.ts'
import { isJson, JSON_TYPE } from '../wire/content.ts'
import { encodeTask } from '../wire/envelope.ts'
import { type PayloadCheck, payloadError } from './payload-schema.ts'

export interface PrepareTaskTools {
  readonly project: string
  readonly queue: QueueSpec
  /** The type's payload schema, compiled; null without one. */
  readonly check: PayloadCheck | null
  readonly maxPayloadBytes: number
  readonly now: () => Date
  readonly newId: () => string
}

/** Characters; keys stand in indexes of the broker. */
const LONGEST_UNIQUE_KEY = 200

export interface PreparedTask {
  readonly task: Task
  readonly outgoing: Outgoing
}

/**
 * @throws TaskError `attribute-invalid`, `payload-invalid` or `payload-too-large`
 */
export function prepareTask(input: NewTask, tools: PrepareTaskTools): PreparedTask {
  const task = createTask(input, tools)
  const invalid = isJson(task.contentType) ? payloadError(task.type, task.payload, tools.check) : null
  if (invalid !== null) throw invalid
  const envelope = encodeTask(task)
  refuseTooLarge(task, envelope.body.byteLength, tools.maxPayloadBytes)
  return { task, outgoing: outgoingOf(task, tools.queue, envelope) }
}

function outgoingOf({ notBefore, uniqueKey }: Task, queue: QueueSpec, envelope: Envelope): Outgoing {
  if (notBefore === undefined && uniqueKey === undefined) return { queue, envelope }
  return {
    queue,
    envelope,
    ...(notBefore === undefined ? {} : { dueAt: notBefore }),
    ...(uniqueKey === undefined ? {} : { uniqueKey }),
  }
}

type Draft = { -readonly [Field in keyof Task]: Task[Field] }

/** Fills in what the publisher left out. @throws TaskError `attribute-invalid` */
export function createTask(input: NewTask, tools: Pick<PrepareTaskTools, 'project' | 'now' | 'newId'>): Task {
  const now = tools.now()
  refuseInvalid(input)
  const task: Draft = {
    id: input.id ?? tools.newId(),
    type: input.type,
    payload: input.payload,
    contentType: input.contentType ?? JSON_TYPE,
    source: input.source ?? `/projects/${tools.project}`,
    time: input.time ?? now,
    attempt: 1,
    tracked: input.tracked ?? false,
    extensions: input.extensions ?? {},
  }
  if (input.delayMs !== undefined) task.notBefore = new Date(now.getTime() + input.delayMs)
  return withGiven(task, input)
}

function withGiven(task: Draft, input: NewTask): Task {
  if (input.partitionKey !== undefined) task.partitionKey = input.partitionKey
  if (input.uniqueKey !== undefined) task.uniqueKey = input.uniqueKey
  if (input.notBefore !== undefined) task.notBefore = input.notBefore
  if (input.expiresAt !== undefined) task.expiresAt = input.expiresAt
  if (input.maxAttempts !== undefined) task.maxAttempts = input.maxAttempts
  if (input.replayId !== undefined) task.replayId = input.replayId
  if (input.traceparent !== undefined) task.traceparent = input.traceparent
  if (input.tracestate !== undefined) task.tracestate = input.tracestate
  return task
}

function refuseInvalid(input: NewTask): void {
  const problem = problemOf(input)
  if (problem === null) return
  const [attribute, expected] = problem
  throw new TaskError('attribute-invalid', `${attribute}: ${expected}`, {
    context: { attribute, type: input.type },
  })
}

function problemOf(input: NewTask): readonly [string, string] | null {
  const name = typeNameProblem(input.type)
  if (name !== null) return ['type', name]
  const { delayMs, maxAttempts, uniqueKey } = input
  if (delayMs !== undefined && input.notBefore !== undefined)
    return ['delayMs', 'expected no notBefore beside it']
  if (delayMs !== undefined && !(Number.isFinite(delayMs) && delayMs >= 0))
    return ['delayMs', `expected milliseconds from 0, got ${delayMs}`]
  if (maxAttempts !== undefined && !(Number.isInteger(maxAttempts) && maxAttempts >= 1))
    return ['maxAttempts', `expected a whole number from 1, got ${maxAttempts}`]
  if (uniqueKey !== undefined && (uniqueKey === '' || uniqueKey.length > LONGEST_UNIQUE_KEY))
    return ['uniqueKey', `expected 1 to ${LONGEST_UNIQUE_KEY} characters`]
  for (const instant of ['notBefore', 'expiresAt', 'time'] as const)
    if (input[instant] !== undefined && Number.isNaN(input[instant].getTime()))
      return [instant, 'expected a valid Date']
  return null
}

function refuseTooLarge(task: Task, bytes: number, maxBytes: number): void {
  if (bytes <= maxBytes) return
  throw new TaskError(
    'payload-too-large',
    `The payload of a ${task.type} has ${bytes} bytes; expected at most ${maxBytes}.`,
    { context: { type: task.type, bytes, maxBytes } },
  )
}
