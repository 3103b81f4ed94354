/** One HTTP exchange of a built-in handler with its service: within the target rules, a time and a size. */

import { asError } from '../../consume/verdict.ts'
import { isTaskError, TaskError } from '../../errors.ts'
import { answerBeginning } from '../answer-beginning.ts'
import type { BuiltInTools } from './built-in.ts'

export interface ServiceCall {
  /** As people call it, in errors: "Slack". */
  readonly service: string
  readonly url: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
  /** The job's: aborted at the task's timeout. */
  readonly signal: AbortSignal
}

export interface ServiceAnswer {
  readonly status: number
  readonly retryAfter: string | null
  /** The beginning of the body. */
  readonly body: string
}

/** So much of an answer is read; services answer with far less. */
const MOST_BYTES = 65_536

/**
 * Redirects are not followed.
 * @throws TaskError `target-failed` (retryable) when there is no answer, `target-forbidden` when the rules refuse the target
 */
export async function callService(call: ServiceCall, tools: BuiltInTools): Promise<ServiceAnswer> {
  const { origin, pathname, search } = new URL(call.url)
  const limit = AbortSignal.timeout(tools.timeoutMs)
  try {
    const answer = await tools.agent.request({
      origin,
      path: `${pathname}${search}`,
      method: call.method,
      headers: { 'user-agent': 'signalbox', ...call.headers },
      body: call.body ?? null,
      signal: AbortSignal.any([call.signal, limit]),
    })
    const retryAfter = answer.headers['retry-after']
    return {
      status: answer.statusCode,
      retryAfter: typeof retryAfter === 'string' ? retryAfter : null,
      body: await answerBeginning(answer.body, MOST_BYTES),
    }
  } catch (thrown) {
    throw limit.aborted ? tooSlow(call.service, tools.timeoutMs) : noAnswer(call, asError(thrown))
  }
}

function tooSlow(service: string, timeoutMs: number): TaskError {
  return new TaskError('target-failed', `${service} did not answer within ${timeoutMs} ms.`, {
    retryable: true,
    context: { service, timeoutMs },
  })
}

function noAnswer({ service }: ServiceCall, cause: Error): TaskError {
  const refusal = [cause, cause.cause].find(isTaskError)
  if (refusal !== undefined) return refusal
  const first = cause instanceof AggregateError ? asError(cause.errors[0]) : cause
  const { code } = first as NodeJS.ErrnoException
  const reason = first.message || code || first.name
  return new TaskError('target-failed', `${service} did not answer: ${reason}.`, {
    retryable: true,
    context: { service, ...(code === undefined ? {} : { code }) },
  })
}
