/** What a refusal of S3, or none of its answers, means for the task. */

import { asError } from '../../../consume/verdict.ts'
import { isTaskError, TaskError } from '../../../errors.ts'
import { rejected, tryAgain } from '../service-verdict.ts'
import { Ended, reasonOf, type Unsuccessful } from './ended.ts'

const SERVICE = 'S3'

/** Errors about the object itself (S3's list of error responses). All others are the configuration's or the store's. */
const OBJECT = new Set(['EntityTooLarge', 'KeyTooLongError', 'MetadataTooLarge'])

/** What the AWS client throws for an answer. */
interface S3Error {
  readonly name: string
  readonly message: string
  readonly $response?: {
    readonly statusCode: number
    readonly headers: Readonly<Record<string, string>>
    readonly body?: unknown
  }
}

/** @throws Ended */
export async function orEnded<Output>(sent: Promise<Output>, now: () => Date): Promise<Output> {
  try {
    return await sent
  } catch (thrown) {
    throw new Ended(verdictOfS3(thrown, now()))
  }
}

function verdictOfS3(thrown: unknown, now: Date): Unsuccessful {
  const { name, message, $response } = thrown as S3Error
  if ($response === undefined) return { kind: 'retry', failure: { error: noAnswer(thrown) } }
  const { statusCode: status, headers, body } = $response
  const answer = { status, retryAfter: headers['retry-after'] ?? null, body: textOf(body) }
  const why = [status, ...new Set([name, message])]
    .filter((word) => word !== '')
    .join(' ')
    .replace(/\.$/, '')
  const refusal = { service: SERVICE, answer, why }
  return (OBJECT.has(name) ? rejected(refusal) : tryAgain(refusal, now)) as Unsuccessful
}

const textOf = (body: unknown) => (body instanceof Uint8Array ? Buffer.from(body).toString('utf8') : '')

function noAnswer(thrown: unknown): TaskError {
  const refusal = [thrown, asError(thrown).cause].find(isTaskError)
  if (refusal !== undefined) return refusal
  const { reason, code } = reasonOf(thrown)
  return new TaskError('target-failed', `${SERVICE} did not answer: ${reason}.`, {
    retryable: true,
    context: { service: SERVICE, ...(code === undefined ? {} : { code }) },
  })
}
