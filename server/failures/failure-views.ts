/** Failures as they are shown. What their type hides now, or hid when they were stored, is hidden. */
import type { FailureSummary, FailureView } from '../api/contract/failures.ts'
import type { FailureRow, OtherDeath, ReplayOfFailure, WholeFailure } from '../store/failures.ts'
import { JSON_TYPE } from '../task/wire/content.ts'
import { originalOf } from './original.ts'
import { type Redaction, redactionOf } from './redaction.ts'

export function summaryOf(row: FailureRow): FailureSummary {
  return {
    id: row.deadId,
    taskId: row.taskId,
    type: row.type,
    backend: row.backend,
    project: row.project,
    instance: row.instance,
    revision: row.revision,
    reason: row.reason,
    group: row.fingerprint,
    error: { name: row.errorName, message: row.errorMessage },
    responseStatus: row.responseStatus === null ? null : statusOf(row.responseStatus),
    attempts: row.attempt,
    status: row.status,
    firstFailedAt: row.firstFailedAt.toISOString(),
    failedAt: row.failedAt.toISOString(),
    replayId: row.replayId,
    diedInReplay: row.diedInReplay,
  }
}

/** Another version, or a foreign program, may have written any number. */
const statusOf = (status: number) => (Number.isSafeInteger(status) ? status : 0)

export interface FailureParts {
  readonly row: WholeFailure
  readonly replays: readonly ReplayOfFailure[]
  readonly others: readonly OtherDeath[]
}

export function viewOf({ row, replays, others }: FailureParts): FailureView {
  const event = originalOf(row)
  const redaction = redactionOf(event, [...new Set([...(row.typeRedactPaths ?? []), ...row.redactPaths])])
  const { hide } = redaction
  const summary = summaryOf(row)
  return {
    ...summary,
    error: {
      name: summary.error.name,
      message: hide(row.info?.error.message ?? row.errorMessage),
      stack: row.info?.error.stack === undefined ? null : hide(row.info.error.stack),
    },
    response: responseOf(row, redaction),
    timeline: timelineOf(row, redaction),
    contentType: event.attributes.datacontenttype ?? JSON_TYPE,
    attributes: Object.fromEntries(
      Object.entries(event.attributes).map(([name, value]) => [name, hide(value)]),
    ),
    payload: redaction.payload,
    text: redaction.isJson ? null : redaction.text,
    payloadBytes: event.body.byteLength,
    redacted: redaction.redacted,
    storedAt: row.storedAt.toISOString(),
    archived: archivedOf(row),
    replays: replays.map(({ at, ...replay }) => ({ ...replay, at: at?.toISOString() ?? null })),
    otherDeaths: others.map(({ deadId, failedAt, status }) => ({
      id: deadId,
      failedAt: failedAt.toISOString(),
      status,
    })),
  }
}

function responseOf({ info }: WholeFailure, { hide }: Redaction): FailureView['response'] {
  if (info?.response === undefined) return null
  return { status: statusOf(info.response.status), body: hide(info.response.body) }
}

/** An instant that is none is left out: the attempt was made all the same, but nobody knows when. */
function timelineOf({ info }: WholeFailure, { hide }: Redaction): FailureView['timeline'] {
  return (info?.attempts ?? []).flatMap(({ at, error }) => {
    const date = new Date(at)
    return Number.isNaN(date.getTime()) ? [] : [{ at: date.toISOString(), error: hide(error) }]
  })
}

function archivedOf({ archivedAt, archivedBy, archiveReason }: WholeFailure): FailureView['archived'] {
  if (archivedAt === null) return null
  return { at: archivedAt.toISOString(), by: archivedBy ?? '', reason: archiveReason ?? '' }
}
