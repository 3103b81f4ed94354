/**
 * From a dead letter to a row of the archive. Every letter becomes one, whatever is in it: what the database cannot
 * hold (NUL characters, a number out of range) is replaced in what is shown and searched, and stays in the bytes.
 */
import { createHash } from 'node:crypto'
import { searchable } from '../store/failure-filter.ts'
import type { NewFailure } from '../store/failure-insert.ts'
import { type DeadInfo, type DeadLetter, type Envelope, readDeadLetter } from '../task/index.ts'
import { attributeProblem, parseCount } from '../task/wire/attributes.ts'
import { JSON_TYPE } from '../task/wire/content.ts'
import { cut } from '../task/wire/truncate.ts'
import { answerWords, withAnswer } from './answer-words.ts'
import { fingerprintOf } from './fingerprint.ts'
import { originalOf } from './original.ts'
import { type Redaction, redactionOf } from './redaction.ts'

export interface ReadLetterContext {
  /** The queue's task type. */
  readonly type: string
  readonly redactPaths: readonly string[]
  readonly now: Date
  newId(): string
}

/** Of a payload, so much is searched: an index over whole megabytes would outgrow the archive. */
export const SEARCHED_PAYLOAD_LENGTH = 32_768
const MAX = { id: 200, taskId: 500, name: 200, message: 4_000, project: 200, contentType: 200 } as const
const MAX_INT = 2_147_483_647
const HOUR_MS = 3_600_000
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

const NO_REASON = { name: 'Unknown', message: 'The dead letter does not say why it died.' }

export function readLetter(envelope: Envelope, context: ReadLetterContext): NewFailure {
  const letter = readDeadLetter(envelope)
  const event = originalOf(letter.original)
  const redaction = redactionOf(event, context.redactPaths)
  const { id, datacontenttype, attempt, replayid } = event.attributes
  const { text, info, ...cause } = shownTexts(letter.info, id ?? '', redaction)
  const deadId = deadIdOf(letter, context)
  return {
    deadId,
    taskId: storedTaskId(id || deadId),
    ...originOf(info),
    ...cause,
    ...times(letter.info, context.now),
    reason: letter.reason,
    fingerprint: fingerprintOf({
      ...cause,
      status: info?.response?.status ?? null,
      codes: answerWords(info?.response?.body ?? '').codes,
    }),
    contentType: clean(datacontenttype ?? JSON_TYPE, MAX.contentType),
    body: envelope.body,
    attributes: withoutNul(letter.original.attributes),
    info,
    attempt: parseCount(attempt) ?? Math.max(info?.attempts.length ?? 1, 1),
    diedInReplay: replayid !== undefined && UUID.test(replayid) ? replayid : null,
    text,
  }
}

/** Whatever of a failure is text that may quote the payload. */
export interface ShownTexts {
  readonly info: DeadInfo | null
  readonly errorName: string
  readonly errorMessage: string
  /** What it is searched by. */
  readonly text: string
}

export function shownTexts(told: DeadInfo | null, taskId: string, redaction: Redaction): ShownTexts {
  const info = told === null ? null : shownInfo(told, redaction)
  const error = info?.error ?? NO_REASON
  return {
    info,
    errorName: clean(error.name, MAX.name) || NO_REASON.name,
    errorMessage: clean(withAnswer(error.message, answerWords(info?.response?.body ?? '')), MAX.message),
    text: searchedText(taskId, info, redaction),
  }
}

/**
 * The letter's own id. A letter that has none was made by a foreign program or by a broker: its id follows from all
 * that is in it, so that the same letter is stored once however often it comes. Without even a task's id two letters
 * could be alike and yet be two; then each arrival counts as one of its own, because twice is better than never.
 */
export function deadIdOf({ deadId, original }: DeadLetter, { type, newId }: ReadLetterContext): string {
  if (deadId !== null && deadId.length <= MAX.id && attributeProblem('deadid', deadId) === null) return deadId
  if (deadId === null && !originalOf(original).attributes.id) return newId()
  const attributes = Object.entries(original.attributes).sort(([a], [b]) => (a < b ? -1 : 1))
  return createHash('sha256')
    .update(JSON.stringify([type, deadId, attributes]))
    .update(original.body)
    .digest('hex')
    .slice(0, 32)
}

/** A task's id as it is kept: an index takes no text of any length. */
export const storedTaskId = (id: string): string => clean(id, MAX.taskId)

/** As it may stand in a column of text. */
function clean(text: string, maxLength: number): string {
  return cut(text.replaceAll('\0', '\uFFFD'), maxLength)
}

function withoutNul(attributes: Readonly<Record<string, string>>): Record<string, string> {
  const clear = (text: string) => text.replaceAll('\0', '\uFFFD').toWellFormed()
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [clear(name), clear(value)]))
}

function originOf(info: DeadInfo | null): Pick<NewFailure, 'project' | 'instance' | 'revision'> {
  const { project = '', instance = '', revision = 0 } = info ?? {}
  const known = Number.isInteger(revision) && revision > 0 && revision <= MAX_INT
  return {
    project: clean(project, MAX.project) || null,
    instance: clean(instance, MAX.project) || null,
    revision: known ? revision : null,
  }
}

/** A clock that runs ahead must not put its failures on top for ever. */
function instantOf(text: string | undefined, now: Date): Date | null {
  const ms = text === undefined ? Number.NaN : Date.parse(text)
  return Number.isNaN(ms) || ms < 0 || ms > now.getTime() + HOUR_MS ? null : new Date(ms)
}

function times(info: DeadInfo | null, now: Date): Pick<NewFailure, 'failedAt' | 'firstFailedAt'> {
  const failedAt = instantOf(info?.failedAt, now) ?? now
  const first = instantOf(info?.firstFailedAt, now) ?? failedAt
  return { failedAt, firstFailedAt: new Date(Math.min(first.getTime(), failedAt.getTime())) }
}

/** The dead letter's account of itself, as it may be shown; nothing else of it is kept. */
function shownInfo(info: DeadInfo, { hide }: Redaction): DeadInfo {
  const shown = (text: string) => hide(text).replaceAll('\0', '\uFFFD').toWellFormed()
  const { error, response } = info
  return {
    ...info,
    error: {
      name: shown(error.name),
      message: shown(error.message),
      ...(error.stack === undefined ? {} : { stack: shown(error.stack) }),
    },
    ...(response === undefined ? {} : { response: { status: response.status, body: shown(response.body) } }),
    attempts: info.attempts.map(({ at, error: failed }) => ({ at: shown(at), error: shown(failed) })),
    firstFailedAt: shown(info.firstFailedAt),
    failedAt: shown(info.failedAt),
    project: shown(info.project),
    instance: shown(info.instance),
  }
}

function searchedText(taskId: string, info: DeadInfo | null, { text, hide }: Redaction): string {
  const parts = [
    hide(taskId),
    info?.error.name,
    info?.error.message,
    info?.response?.body,
    text?.slice(0, SEARCHED_PAYLOAD_LENGTH),
  ]
  return searchable(parts.filter((part) => part !== undefined && part !== '').join('\n'))
}
