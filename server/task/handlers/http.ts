/** The `http` handler: forwards a task to an HTTP endpoint and takes its answer for the result. */

import type { Agent, Dispatcher } from 'undici'
import type { Job, Run, Verdict } from '../consume/verdict.ts'
import { asError } from '../consume/verdict.ts'
import { isTaskError, TaskError } from '../errors.ts'
import { toHttp } from '../wire/http.ts'
import { answerBeginning } from './answer-beginning.ts'
import { verdictOf } from './http-verdict.ts'
import { sign } from './signature.ts'

export interface HttpTarget {
  /** Already found to be allowed (`checkTargetUrl`). */
  readonly url: string
  /** Signs with this key; null: unsigned. */
  readonly key: Uint8Array | null
  /** From `createTargetAgent`: checks each address that it connects to. */
  readonly agent: Agent
  readonly now: () => Date
}

/** Of a failure's body so much is kept. */
const KEPT_BYTES = 8_192
/** A success's body is of no interest; it is read so far that the connection can be used again. */
const DRAINED_BYTES = 131_072

export function httpRun(target: HttpTarget): Run {
  const { origin, pathname, search } = new URL(target.url)
  return async (job) => {
    try {
      const answer = await target.agent.request({
        origin,
        path: `${pathname}${search}`,
        method: 'POST',
        signal: job.signal,
        ...requestOf(job, target),
      })
      return await read(target, answer)
    } catch (thrown) {
      return { kind: 'retry', failure: { error: unreachable(target.url, asError(thrown)) } }
    }
  }
}

function requestOf(job: Job, { key, now }: HttpTarget) {
  const { headers, body } = toHttp(job.message())
  const signature = key === null ? {} : sign(key, job.task.id, now(), body)
  return { headers: { 'user-agent': 'signalbox', ...headers, ...signature }, body }
}

async function read(target: HttpTarget, answer: Dispatcher.ResponseData): Promise<Verdict> {
  const { statusCode: status, headers, body } = answer
  if (status >= 200 && status < 300) {
    // The status is the answer; a body that breaks off changes nothing.
    body.dump({ limit: DRAINED_BYTES }).catch(() => {})
    return verdictOf(target.url, { status, retryAfter: null, body: '' }, target.now())
  }
  const retryAfter = headers['retry-after']
  return verdictOf(
    target.url,
    {
      status,
      retryAfter: typeof retryAfter === 'string' ? retryAfter : null,
      body: await answerBeginning(body, KEPT_BYTES),
    },
    target.now(),
  )
}

/** What the circuit breaker takes for a target that is away; a target that the rules forbid stays that. */
export function unreachable(url: string, cause: Error): TaskError {
  const refusal = [cause, cause.cause].find(isTaskError)
  if (refusal !== undefined) return refusal
  const code = (cause as NodeJS.ErrnoException).code
  return new TaskError('target-failed', `The target ${url} did not answer: ${describe(cause)}.`, {
    retryable: true,
    cause,
    context: { url, ...(code === undefined ? {} : { code }) },
  })
}

/** Node joins the attempts of several addresses in an AggregateError whose own message is empty. */
function describe(error: Error): string {
  const first = error instanceof AggregateError ? asError(error.errors[0]) : error
  return first.message || (first as NodeJS.ErrnoException).code || first.name
}
