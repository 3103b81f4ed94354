/**
 * The forms of `POST /tasks`: receives a request's headers and body, hands on one draft per task. What is wrong
 * with a single task stays with its draft, so that a refused batch names every error.
 */

import { type FieldError, Refusal } from '../errors.ts'
import type { Draft } from '../publishing/draft.ts'
import { inBody, inEvent, inHeaders, type Locate } from '../publishing/locate.ts'
import { type Envelope, isTaskError, jsonPointer, type NewTask } from '../task/index.ts'
import { decodeBody, isJson, JSON_TYPE, parseJson } from '../task/wire/content.ts'
import { envelopesFromHttp, type HttpHeaders, httpModeOf, lowerCaseHeaders } from '../task/wire/http.ts'
import { fromStructured } from '../task/wire/structured.ts'
import { newTask } from './contract/tasks.ts'
import { checkEventAttributes, eventOptions } from './event-attributes.ts'
import { fieldErrors } from './validation.ts'

const malformed = (error: unknown) =>
  new Refusal(400, 'malformed', `The body cannot be read: ${(error as Error).message}`)

function orMalformed<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (isTaskError(error)) throw malformed(error)
    throw error
  }
}

/** @throws Refusal 400 for a body that cannot be read, 415 for a content type that is none of the forms */
export function readDrafts(headers: Headers | HttpHeaders, body: Uint8Array): Draft[] {
  const all = lowerCaseHeaders(headers)
  switch (httpModeOf(all)) {
    case 'binary':
      return orMalformed(() => envelopesFromHttp(all, body)).map((envelope) => fromBinary(envelope))
    case 'structured':
      return [
        fromEvent(
          orMalformed(() => parseJson(body, 'body')),
          '',
        ),
      ]
    case 'batch':
      return fromBatch(orMalformed(() => parseJson(body, 'body')))
    default:
      return fromJson(all, body)
  }
}

function fromJson(headers: HttpHeaders, body: Uint8Array): Draft[] {
  const contentType = headers['content-type'] ?? JSON_TYPE
  if (!isJson(contentType))
    throw new Refusal(
      415,
      'unsupported-media-type',
      `Expected application/json or a CloudEvents form, got ${contentType}.`,
    )
  const value = orMalformed(() => parseJson(body, 'body'))
  const trace = { traceparent: headers.traceparent, tracestate: headers.tracestate }
  if (!isBatch(value)) return [draft(value, inBody(''), trace)]
  checkBatch(value)
  return value.tasks.map((item, index) => draft(item, inBody(`/tasks/${index}`), trace))
}

function isBatch(value: unknown): value is { tasks: unknown[] } {
  return typeof value === 'object' && value !== null && 'tasks' in value && !('type' in value)
}

/** As in the contract's `TaskBatch`. */
const MOST_TASKS = 1_000

function checkBatch(value: { tasks: unknown }): void {
  const errors = Object.keys(value)
    .filter((key) => key !== 'tasks')
    .map((key) => ({ pointer: jsonPointer([key]), detail: 'expected no other member beside "tasks"' }))
  errors.push(...batchSizeErrors(value.tasks, '/tasks'))
  if (errors.length > 0) throw new Refusal(422, 'invalid', 'The batch is invalid.', { errors })
}

function batchSizeErrors(items: unknown, pointer: string): { pointer: string; detail: string }[] {
  if (!Array.isArray(items)) return [{ pointer, detail: 'expected an array of tasks' }]
  if (items.length > 0 && items.length <= MOST_TASKS) return []
  return [{ pointer, detail: `expected 1 to ${MOST_TASKS} tasks, got ${items.length}` }]
}

function fromBatch(value: unknown): Draft[] {
  const errors = batchSizeErrors(value, '')
  if (errors.length > 0) throw new Refusal(422, 'invalid', 'The batch is invalid.', { errors })
  return (value as unknown[]).map((event, index) => fromEvent(event, `/${index}`))
}

function fromEvent(event: unknown, prefix: string): Draft {
  try {
    return fromEnvelope(fromStructured(event), inEvent(prefix))
  } catch (error) {
    if (!isTaskError(error)) throw error
    return {
      locate: inEvent(prefix),
      task: null,
      errors: [{ pointer: prefix, detail: error.message }],
    }
  }
}

/** Here the body is nothing but the payload: when it cannot be read, the request cannot. */
function fromBinary(envelope: Envelope): Draft {
  return orMalformed(() => fromEnvelope(envelope, inHeaders))
}

function fromEnvelope({ attributes, body }: Envelope, locate: Locate): Draft {
  const contentType = attributes.datacontenttype ?? JSON_TYPE
  const candidate = {
    type: attributes.type,
    payload: decodeBody(body, contentType),
    ...(attributes.id === undefined ? {} : { id: attributes.id }),
    ...(attributes.notbefore === undefined ? {} : { notBefore: attributes.notbefore }),
    ...(attributes.expirytime === undefined ? {} : { expiresAt: attributes.expirytime }),
    ...(attributes.partitionkey === undefined ? {} : { partitionKey: attributes.partitionkey }),
    ...(attributes.uniquekey === undefined ? {} : { uniqueKey: attributes.uniquekey }),
    tracked: attributes.tracked?.toLowerCase() === 'true',
  }
  const more = { contentType, ...eventOptions(attributes) }
  return draft(candidate, locate, more, checkEventAttributes(attributes, locate))
}

/** Checks the fields; types, schemas and sizes are checked later, against the registry. */
function draft(
  candidate: unknown,
  locate: Locate,
  more: Partial<NewTask>,
  found: readonly FieldError[] = [],
): Draft {
  const parsed = newTask.safeParse(candidate)
  if (!parsed.success) {
    const errors = fieldErrors(parsed.error, candidate).map((error) => relocate(error, locate))
    return { locate, task: null, errors: [...found, ...errors] }
  }
  const { notBefore, expiresAt, ...fields } = parsed.data
  const task: NewTask = {
    ...more,
    ...fields,
    ...(notBefore === undefined ? {} : { notBefore: new Date(notBefore) }),
    ...(expiresAt === undefined ? {} : { expiresAt: new Date(expiresAt) }),
  } as NewTask
  return { locate, task, errors: [...found, ...payloadMissing(task, locate)] }
}

/** From a pointer into the candidate to the place in the request. */
function relocate({ pointer = '', detail }: FieldError, locate: Locate): FieldError {
  const [, field, rest] = /^\/([^/]*)(.*)$/s.exec(pointer) ?? []
  return { ...(field === undefined ? wholeOf(locate) : locate(field, rest)), detail }
}

/** The task itself, e.g. when it is no object. */
function wholeOf(locate: Locate): ReturnType<Locate> {
  const { pointer } = locate('')
  return pointer === undefined ? {} : { pointer: pointer.replace(/\/$/, '') }
}

function payloadMissing(task: NewTask, locate: Locate): FieldError[] {
  return task.payload === undefined ? [{ ...locate('payload'), detail: 'expected a JSON value' }] : []
}
