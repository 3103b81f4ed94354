/** The one mapper from any error to `application/problem+json` (RFC 9457). What it does not know is never shown. */
import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { Logger } from 'pino'
import { type FieldError, Refusal } from '../errors.ts'
import { databaseTrouble } from '../store/unavailable.ts'
import { isTaskError, PublishError, type TaskError, type TaskErrorCode } from '../task/index.ts'
import type { ApiEnv } from './types.ts'

export interface ProblemContent {
  readonly status: number
  readonly code: string
  readonly detail: string
  readonly errors?: readonly FieldError[]
  /** Becomes `Retry-After`. */
  readonly retryAfterSeconds?: number
  /** Further response headers. */
  readonly headers?: Readonly<Record<string, string>>
  readonly extra?: Readonly<Record<string, unknown>>
}

const RETRY_AFTER_SECONDS = 5

const TITLES: Record<number, string> = {
  400: 'Bad request',
  401: 'Not authenticated',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'Conflict',
  410: 'Gone',
  412: 'Stale',
  413: 'Too large',
  415: 'Unsupported media type',
  422: 'Invalid',
  428: 'Precondition required',
  429: 'Too many requests',
  500: 'Internal error',
  502: 'Bad gateway',
  503: 'Unavailable',
  504: 'Timeout',
}

/** A task error that a request met. Publishing a type that is not produced is a mistake in the body, so 422. */
const TASK_ERROR_STATUS: Record<TaskErrorCode, number> = {
  'config-invalid': 422,
  'type-not-produced': 422,
  'payload-invalid': 422,
  'attribute-invalid': 422,
  'message-malformed': 422,
  'target-forbidden': 422,
  'handler-missing': 422,
  'payload-too-large': 413,
  'backend-unsupported': 409,
  'queue-mismatch': 409,
  'target-failed': 502,
  'control-plane-refused': 502,
  'handler-timeout': 504,
  'delivery-lost': 503,
  'secret-unresolved': 503,
  'publish-failed': 503,
  'backend-unavailable': 503,
  'control-plane-unavailable': 503,
  closed: 503,
}

function ofRefusal(refusal: Refusal): ProblemContent {
  const { status, code, message: detail, errors } = refusal
  const {
    retryAfterSeconds = status === 503 ? RETRY_AFTER_SECONDS : undefined,
    allow,
    ...extra
  } = refusal.extra
  const retry = typeof retryAfterSeconds === 'number' ? { retryAfterSeconds } : {}
  const headers = Array.isArray(allow) ? { headers: { allow: allow.join(', ') } } : {}
  return { status, code, detail, errors, extra, ...retry, ...headers }
}

function ofTaskError(error: TaskError): ProblemContent {
  const status = TASK_ERROR_STATUS[error.code]
  const accepted = error instanceof PublishError ? { extra: { accepted: error.accepted } } : {}
  const retry = status === 503 ? { retryAfterSeconds: RETRY_AFTER_SECONDS } : {}
  return { status, code: error.code, detail: error.message, ...accepted, ...retry }
}

/** What Hono and its validators throw. */
function ofHttpException({ status, message }: HTTPException): ProblemContent {
  if (status === 400 && /malformed json/i.test(message))
    return {
      status,
      code: 'malformed-json',
      detail: 'The body is not JSON: expected one JSON value in UTF-8.',
    }
  if (status === 415)
    return { status, code: 'unsupported-media-type', detail: 'Expected Content-Type "application/json".' }
  return { status, code: `http-${status}`, detail: message || (TITLES[status] ?? 'The request was refused.') }
}

const DATABASE_TROUBLE = {
  unavailable: {
    code: 'database-unavailable',
    detail: 'The database cannot be reached now. Workers and publishers that talk to brokers go on.',
    retryAfterSeconds: RETRY_AFTER_SECONDS,
  },
  busy: {
    code: 'database-busy',
    detail: 'Somebody else changed the same thing at the same time. Nothing was changed; try again.',
    retryAfterSeconds: 1,
  },
} as const

/** Null for an error that nobody expected. */
export function problemOf(error: unknown): ProblemContent | null {
  if (error instanceof Refusal) return ofRefusal(error)
  if (isTaskError(error)) return ofTaskError(error)
  if (error instanceof HTTPException) return ofHttpException(error)
  const trouble = databaseTrouble(error)
  return trouble === null ? null : { status: 503, ...DATABASE_TROUBLE[trouble] }
}

const UNKNOWN: ProblemContent = {
  status: 500,
  code: 'internal',
  detail: 'Something went wrong here. The log has the cause under the request id.',
}

export function answerProblem(c: Context<ApiEnv>, content: ProblemContent): Response {
  const { status, code, detail, errors = [], retryAfterSeconds, headers = {}, extra = {} } = content
  const body = {
    type: `urn:signalbox:problem:${code}`,
    title: TITLES[status] ?? 'Problem',
    status,
    detail,
    code,
    requestId: c.get('requestId'),
    ...(errors.length > 0 ? { errors } : {}),
    ...extra,
  }
  // Not through `c.json`: an answer to an error must not inherit headers of the answer that failed.
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      'content-type': 'application/problem+json',
      ...(status === 401 ? { 'www-authenticate': 'Bearer realm="signalbox"' } : {}),
      ...(retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }),
      ...headers,
    },
  })
}

/** For `app.onError`. A known problem of ours (5xx) and everything unknown is logged with the request's id. */
export function problemHandler(log: Logger) {
  return (error: unknown, c: Context<ApiEnv>): Response => {
    const content = problemOf(error) ?? UNKNOWN
    if (content.status >= 500) log.error({ err: error, requestId: c.get('requestId') }, 'request failed')
    return answerProblem(c, content)
  }
}
