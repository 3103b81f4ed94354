/** For tests: failures in the archive without a broker. */
import { randomUUID } from 'node:crypto'
import type { Database } from './database.ts'
import { insertFailures, type NewFailure } from './failure-insert.ts'

export const FAILED_AT = new Date('2026-03-01T12:00:00.000Z')

export function newFailure(more: Partial<NewFailure> = {}): NewFailure {
  const deadId = more.deadId ?? randomUUID()
  const errorMessage = more.errorMessage ?? 'The target answered 503.'
  return {
    deadId,
    taskId: `task of ${deadId}`,
    project: 'billing',
    instance: 'i1',
    revision: 3,
    reason: 'exhausted',
    errorName: 'TaskError',
    errorMessage,
    fingerprint: 'cause-1',
    contentType: 'application/json',
    body: Buffer.from('{"order":4711}'),
    attributes: { id: `task of ${deadId}`, type: 'invoice.render', attempt: '3' },
    info: null,
    attempt: 3,
    firstFailedAt: FAILED_AT,
    failedAt: FAILED_AT,
    diedInReplay: null,
    text: errorMessage.toLowerCase(),
    ...more,
  }
}

/** Of the type `invoice.render`, unless told otherwise. */
export async function addFailures(
  database: Database,
  failures: readonly Partial<NewFailure>[],
  type = 'invoice.render',
): Promise<NewFailure[]> {
  const made = failures.map(newFailure)
  await insertFailures(database, { type, backend: 'main', redactPaths: [] }, made)
  return made
}
