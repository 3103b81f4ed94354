/** Sends one request per task; the answer's status means what it means for the `http` handler. */
import type { Job, Run, Verdict } from '../../../consume/verdict.ts'
import { TaskError } from '../../../errors.ts'
import { verdictOf } from '../../http-verdict.ts'
import type { BuiltInTools } from '../built-in.ts'
import { callService } from '../call-service.ts'
import { idempotencyKey } from '../idempotency-key.ts'
import type { HttpRequestOptions } from './options.ts'

/** So much of an answer is kept with a failure. */
const KEPT_CHARACTERS = 8_192

export function httpRequestRun(options: HttpRequestOptions, tools: BuiltInTools): Run {
  const { url, method } = options
  return async (job) => {
    const sent = requestOf(options, job)
    if ('problem' in sent) return invalid(sent.problem)
    const answer = await callService(
      { service: `The target ${new URL(url).origin}`, method, signal: job.signal, ...sent },
      tools,
    )
    return verdictOf(url, { ...answer, body: answer.body.slice(0, KEPT_CHARACTERS) }, tools.now())
  }
}

type Sent =
  | { readonly url: string; readonly headers: Readonly<Record<string, string>>; readonly body?: Uint8Array }
  | { readonly problem: string }

function requestOf(options: HttpRequestOptions, job: Job): Sent {
  const { url, idempotencyHeader, payloadAs } = options
  const headers = {
    ...options.headers,
    ...options.secretHeaders,
    [idempotencyHeader]: idempotencyKey(job.task),
  }
  if (payloadAs === 'query') {
    const target = withParameters(url, job.task.payload)
    return target === null ? { problem: QUERY_EXPECTED } : { url: target, headers }
  }
  const own = Object.keys(headers).some((name) => name.toLowerCase() === 'content-type')
  const type: Record<string, string> = own ? {} : { 'content-type': job.task.contentType }
  return { url, headers: { ...type, ...headers }, body: job.message().body }
}

const QUERY_EXPECTED =
  'The payload of an http.request task is invalid: expected an object of strings, numbers and booleans, which become the parameters of the URL at /'

/** Parameters of the URL's own stay; null when the payload cannot become parameters. */
function withParameters(url: string, payload: unknown): string | null {
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) return null
  const target = new URL(url)
  for (const [name, value] of Object.entries(payload)) {
    if (!['string', 'number', 'boolean'].includes(typeof value)) return null
    target.searchParams.set(name, String(value))
  }
  return target.href
}

function invalid(message: string): Verdict {
  const error = new TaskError('payload-invalid', message, { context: { path: '' } })
  return { kind: 'dead', reason: 'rejected', failure: { error } }
}
