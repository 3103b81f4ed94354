/** Looks at waiting tasks without taking them; what the type marks as confidential is hidden. */
import { notFound } from '../errors.ts'
import type { BackendPool } from '../registry/backend-pool.ts'
import type { Database } from '../store/database.ts'
import { findTaskType } from '../store/task-types.ts'
import { type PeekedTask, type PeekState, TaskError } from '../task/index.ts'
import { isJson, JSON_TYPE } from '../task/wire/content.ts'
import { unwrapStructured } from '../task/wire/structured.ts'
import { REDACTED, redact } from './redact.ts'

export interface PeekDeps {
  readonly database: Database
  readonly backends: BackendPool
}

export interface MessageView {
  readonly id: string
  readonly state: string
  readonly attributes: Record<string, string>
  readonly payload: unknown
  readonly dueAt: string | null
}

/** Bytes that are no JSON cannot be hidden in part: with anything to hide, all is. */
function payloadOf(body: Uint8Array, contentType: string, redactPaths: readonly string[]): unknown {
  const text = Buffer.from(body).toString('utf8')
  if (isJson(contentType)) {
    try {
      return redact(text === '' ? null : JSON.parse(text), redactPaths)
    } catch {
      // Not what it claims to be: shown as the text that it is.
    }
  }
  if (redactPaths.length > 0) return REDACTED
  return text.includes('\uFFFD') ? { base64: Buffer.from(body).toString('base64') } : text
}

function messageOf(task: PeekedTask, redactPaths: readonly string[]): MessageView {
  const { attributes, body } = readable(task)
  const { deadinfo, ...shown } = attributes
  return {
    id: attributes.id ?? '',
    state: task.state,
    // The error of a dead task may quote the payload.
    attributes: deadinfo === undefined || redactPaths.length > 0 ? shown : attributes,
    payload: payloadOf(body, attributes.datacontenttype ?? JSON_TYPE, redactPaths),
    dueAt: task.dueAt?.toISOString() ?? null,
  }
}

function readable({ envelope }: PeekedTask) {
  try {
    return unwrapStructured(envelope)
  } catch {
    // A foreign event that cannot be read is shown as it came.
    return envelope
  }
}

/**
 * Oldest first; from the backend that the type uses now.
 * @throws Refusal 404, TaskError `backend-unsupported` where the backend cannot peek
 */
export async function peekMessages(
  { database, backends }: PeekDeps,
  type: string,
  { state, limit }: { state: PeekState; limit: number },
): Promise<MessageView[]> {
  const row = await findTaskType(database.prisma, type)
  if (row === null) throw notFound('task type', type)
  const backend = await backends.get(row.backend)
  if (!backend.capabilities.peek)
    throw new TaskError(
      'backend-unsupported',
      `The ${backend.kind} backend "${row.backend}" cannot show tasks without taking them.`,
    )
  const queue = { type, ...(row.queueName === null ? {} : { queueName: row.queueName }) }
  return (await backend.peek(queue, state, limit)).map((task) => messageOf(task, row.redactPaths))
}
