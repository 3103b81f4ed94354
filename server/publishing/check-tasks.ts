/**
 * Checks a whole batch against the registry before anything is sent, and makes what will be sent of it.
 * One bad task refuses the batch, with every error of every task.
 */
import type { Actor } from '../auth/scopes.ts'
import { type FieldError, Refusal } from '../errors.ts'
import {
  capabilitiesOf,
  encodeTask,
  isTaskError,
  type NewTask,
  type Outgoing,
  type Task,
} from '../task/index.ts'
import { isJson, JSON_TYPE } from '../task/wire/content.ts'
import type { Draft } from './draft.ts'
import type { PublishableType } from './publish-catalog.ts'

/** A task that may be sent. */
export interface ReadyTask {
  readonly id: string
  readonly type: PublishableType
  readonly outgoing: Outgoing
}

export interface CheckContext {
  readonly actor: Actor
  readonly types: ReadonlyMap<string, PublishableType>
  readonly now: Date
  readonly maxPayloadBytes: number
  newId(): string
}

type Finding = FieldError & { readonly kind: 'invalid' | 'forbidden' | 'too-large' }
type Checked = { readonly ready: ReadyTask } | { readonly findings: readonly Finding[] }

/** Either all tasks, or the refusal. */
export function checkTasks(drafts: readonly Draft[], context: CheckContext): ReadyTask[] | Refusal {
  const checked = drafts.map((draft) => checkDraft(draft, context))
  const findings = checked.flatMap((one) => ('findings' in one ? one.findings : []))
  const ready = checked.flatMap((one) => ('ready' in one ? [one.ready] : []))
  findings.push(...repeatedIds(drafts))
  return findings.length === 0 ? ready : refusalOf(findings, context.actor)
}

function checkDraft(draft: Draft, context: CheckContext): Checked {
  const { task, locate } = draft
  const findings: Finding[] = draft.errors.map((error) => ({ ...error, kind: 'invalid' }))
  if (task === null) return { findings }
  const type = context.types.get(task.type)
  if (type === undefined) {
    findings.push({ kind: 'invalid', ...locate('type'), detail: `there is no task type "${task.type}"` })
    return { findings }
  }
  findings.push(...mayPublish(draft, type, context), ...timeFindings(task, draft, context.now))
  findings.push(...payloadFindings(task, draft, type), ...uniqueFindings(task, draft, type))
  return findings.length > 0 ? { findings } : encode(task, draft, type, context)
}

function mayPublish({ locate }: Draft, type: PublishableType, { actor }: CheckContext): Finding[] {
  if (actor.project === undefined || type.producers.has(actor.project)) return []
  const detail = `project "${actor.project}" is not assigned to produce "${type.name}"`
  return [{ kind: 'forbidden', ...locate('type'), detail }]
}

function timeFindings(task: NewTask, { locate }: Draft, now: Date): Finding[] {
  const findings: Finding[] = []
  const add = (field: string, detail: string) => findings.push({ kind: 'invalid', ...locate(field), detail })
  if (task.notBefore !== undefined && task.delayMs !== undefined)
    add('delayMs', 'expected notBefore or delayMs, got both')
  if (task.expiresAt === undefined) return findings
  if (task.expiresAt <= now) add('expiresAt', 'expected an instant in the future')
  else if (task.expiresAt <= (dueAt(task, now) ?? now))
    add('expiresAt', 'expected an instant after the task is due')
  return findings
}

function payloadFindings(task: NewTask, { locate }: Draft, type: PublishableType): Finding[] {
  if (type.checkPayload === null || task.payload === undefined) return []
  if (!isJson(task.contentType ?? JSON_TYPE))
    return [{ kind: 'invalid', ...locate('payload'), detail: 'expected JSON: the type has a payload schema' }]
  return type
    .checkPayload(task.payload)
    .map(({ path, message }) => ({ kind: 'invalid', ...locate('payload', path), detail: message }))
}

function uniqueFindings(
  { uniqueKey }: NewTask,
  { locate }: Draft,
  { backend, kind }: PublishableType,
): Finding[] {
  if (uniqueKey === undefined || capabilitiesOf(kind).unique) return []
  const detail = `expected none: the backend "${backend}" is of kind ${kind}, which cannot keep tasks unique`
  return [{ kind: 'invalid', ...locate('uniqueKey'), detail }]
}

function dueAt(task: NewTask, now: Date): Date | undefined {
  return task.delayMs === undefined ? task.notBefore : new Date(now.getTime() + task.delayMs)
}

/** Who published it, when the publisher does not say. */
function sourceOf(actor: Actor): string {
  if (actor.project !== undefined) return `/projects/${actor.project}`
  return `/${actor.kind === 'person' ? 'people' : 'tokens'}/${encodeURIComponent(actor.name)}`
}

function complete(task: NewTask, { now, actor, newId }: CheckContext): Task {
  const { delayMs: _relative, notBefore: _given, ...fields } = task
  const due = dueAt(task, now)
  return {
    ...fields,
    id: task.id ?? newId(),
    contentType: task.contentType ?? JSON_TYPE,
    source: task.source ?? sourceOf(actor),
    time: task.time ?? now,
    attempt: 1,
    tracked: task.tracked ?? false,
    extensions: task.extensions ?? {},
    ...(due === undefined ? {} : { notBefore: due }),
  }
}

function encode(task: NewTask, { locate }: Draft, type: PublishableType, context: CheckContext): Checked {
  const whole = complete(task, context)
  try {
    const envelope = encodeTask(whole)
    const size = envelope.body.byteLength
    if (size > context.maxPayloadBytes) {
      const detail = `expected at most ${context.maxPayloadBytes} bytes, got ${size}`
      return { findings: [{ kind: 'too-large', ...locate('payload'), detail }] }
    }
    const queue = { type: type.name, ...(type.queueName === null ? {} : { queueName: type.queueName }) }
    const later = whole.notBefore !== undefined && whole.notBefore > context.now
    const { uniqueKey } = whole
    const outgoing = {
      queue,
      envelope,
      ...(later ? { dueAt: whole.notBefore } : {}),
      ...(uniqueKey === undefined ? {} : { uniqueKey }),
    }
    return { ready: { id: whole.id, type, outgoing } }
  } catch (error) {
    if (!isTaskError(error)) throw error
    const field = error.code === 'payload-invalid' ? 'payload' : fieldOf(error.context.attribute)
    return { findings: [{ kind: 'invalid', ...locate(field), detail: error.message }] }
  }
}

const FIELD_NAMES: Readonly<Record<string, string>> = {
  partitionkey: 'partitionKey',
  uniquekey: 'uniqueKey',
}
const fieldOf = (attribute: unknown) => FIELD_NAMES[String(attribute)] ?? String(attribute ?? 'id')

/** Ids tell tasks apart in the answer and in outcomes. */
function repeatedIds(drafts: readonly Draft[]): Finding[] {
  const seen = new Set<string>()
  return drafts.flatMap(({ task, locate }): Finding[] => {
    if (task?.id === undefined) return []
    if (seen.has(task.id))
      return [{ kind: 'invalid', ...locate('id'), detail: `the id "${task.id}" stands twice in this batch` }]
    seen.add(task.id)
    return []
  })
}

function refusalOf(findings: readonly Finding[], actor: Actor): Refusal {
  const errors = findings.map(({ kind: _kind, ...error }) => error)
  const kinds = new Set(findings.map((finding) => finding.kind))
  if (kinds.has('forbidden')) {
    const missing = findings
      .filter((finding) => finding.kind === 'forbidden')
      .map((finding) => finding.detail)
    const detail = `Project "${actor.project}" lacks an assignment: ${[...new Set(missing)].join('; ')}.`
    return new Refusal(403, 'type-not-produced', detail, { errors })
  }
  if (kinds.has('too-large'))
    return new Refusal(413, 'payload-too-large', 'A payload is too large.', { errors })
  return new Refusal(422, 'invalid', 'Nothing was published: a task is invalid.', { errors })
}
