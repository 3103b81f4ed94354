/** How commands speak to the control plane: one request, and a refusal that says who refused what. */
import { z } from 'zod'
import { asError } from '../consume/verdict.ts'
import { TaskError } from '../errors.ts'
import {
  type Connection,
  connectionFrom,
  readConnectionFile,
  type WorkerEnvironment,
} from '../worker/environment.ts'

export interface ApiRequest<T> {
  readonly method?: 'GET' | 'POST' | 'DELETE'
  /** After `/api/v1`. */
  readonly path: string
  readonly query?: URLSearchParams
  readonly body?: unknown
  readonly contentType?: string
  /** What is needed of the answer. */
  readonly schema: z.ZodType<T>
}

export interface ApiClient {
  /** Without a trailing slash. */
  readonly url: string
  /** @throws TaskError `control-plane-unavailable` or `control-plane-refused`, with the status in its context */
  request<T>(request: ApiRequest<T>): Promise<T>
}

const REQUEST_TIMEOUT_MS = 30_000
const problemSchema = z.object({
  detail: z.string(),
  errors: z
    .array(z.object({ pointer: z.string().optional(), parameter: z.string().optional(), detail: z.string() }))
    .optional(),
})

/** @throws TaskError `config-invalid` when address or token are missing */
export async function clientFrom(
  given: { readonly url?: string; readonly token?: string },
  environment: WorkerEnvironment,
): Promise<ApiClient> {
  const file = await readConnectionFile(environment.dataDir)
  return createApiClient(connectionFrom(given, environment, file))
}

export function createApiClient({ url, token }: Connection): ApiClient {
  const base = url.replace(/\/+$/, '')
  return {
    url: base,
    async request({ method = 'GET', path, query, body, contentType = 'application/json', schema }) {
      const search = query === undefined || query.size === 0 ? '' : `?${query}`
      const response = await fetch(`${base}/api/v1${path}${search}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { 'content-type': contentType }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
      }).catch((error) => {
        throw unreachable(url, error)
      })
      const answer: unknown = await response.json().catch(() => null)
      const parsed = schema.safeParse(answer)
      if (response.ok && parsed.success) return parsed.data
      throw refused(url, response.status, answer)
    },
  }
}

function unreachable(url: string, error: unknown): TaskError {
  const cause = asError(error)
  const reason = cause.cause instanceof Error ? cause.cause.message : cause.message
  return new TaskError('control-plane-unavailable', `${url} cannot be reached: ${reason}`, { cause })
}

function refused(url: string, status: number, answer: unknown): TaskError {
  const problem = problemSchema.safeParse(answer)
  const detail = problem.data?.detail ?? (status < 300 ? 'something unexpected' : 'without saying why')
  const lines = (problem.data?.errors ?? []).map(
    ({ pointer, parameter, detail: what }) => `\n  ${what} at ${pointer ?? parameter ?? '/'}`,
  )
  return new TaskError('control-plane-refused', `${url} answered ${status}: ${detail}${lines.join('')}`, {
    context: { status },
  })
}

/** Whether the control plane answered with this status. */
export const hasStatus = (error: unknown, status: number): boolean =>
  error instanceof TaskError && error.code === 'control-plane-refused' && error.context.status === status
