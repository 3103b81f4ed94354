/** The two requests that a worker makes: its configuration, and its heartbeat. */
import { z } from 'zod'
import { asError } from '../consume/verdict.ts'
import { TaskError } from '../errors.ts'
import type { Heartbeat, HeartbeatAnswer } from './heartbeat.ts'

export interface ControlPlaneClient {
  /**
   * @returns null when `etag` still names the newest document
   * @throws TaskError `control-plane-unavailable` or `control-plane-refused`
   */
  fetchConfig(etag: string | null): Promise<{ document: unknown; etag: string | null } | null>
  /** Errors as for `fetchConfig`. */
  sendHeartbeat(instance: string, beat: Heartbeat): Promise<HeartbeatAnswer>
}

export interface ControlPlaneAddress {
  readonly url: string
  readonly project: string
  readonly token: string
  readonly requestTimeoutMs: number
  /** Ends requests that are under way. */
  readonly signal: AbortSignal
}

const answerSchema = z.object({
  commands: z.array(z.enum(['drain', 'stop'])).catch([]),
  desiredRevision: z.int().catch(0),
})
const problemSchema = z.object({ detail: z.string() })

export function createControlPlaneClient(address: ControlPlaneAddress): ControlPlaneClient {
  const base = `${address.url.replace(/\/+$/, '')}/api/v1`

  async function request(path: string, init: RequestInit): Promise<Response> {
    const headers = { authorization: `Bearer ${address.token}`, accept: 'application/json', ...init.headers }
    const signal = AbortSignal.any([address.signal, AbortSignal.timeout(address.requestTimeoutMs)])
    try {
      const response = await fetch(`${base}${path}`, { redirect: 'error', ...init, headers, signal })
      if (response.ok || response.status === 304) return response
      throw await refusal(response, address)
    } catch (error) {
      throw error instanceof TaskError ? error : unavailable(address.url, asError(error))
    }
  }

  return {
    async fetchConfig(etag) {
      const path = `/projects/${encodeURIComponent(address.project)}/config`
      const response = await request(path, { headers: etag === null ? {} : { 'if-none-match': etag } })
      if (response.status === 304) return null
      return { document: await jsonOf(response, address.url), etag: response.headers.get('etag') }
    },
    async sendHeartbeat(instance, beat) {
      const response = await request(`/instances/${encodeURIComponent(instance)}`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(beat),
      })
      return answerSchema.parse(await jsonOf(response, address.url))
    },
  }
}

async function jsonOf(response: Response, url: string): Promise<unknown> {
  try {
    return await response.json()
  } catch (cause) {
    throw unavailable(url, asError(cause))
  }
}

function unavailable(url: string, cause: Error): TaskError {
  const reason =
    cause.cause instanceof Error && cause.cause.message !== '' ? cause.cause.message : cause.message
  return new TaskError(
    'control-plane-unavailable',
    `The control plane at ${url} cannot be asked: ${reason}.`,
    {
      retryable: true,
      cause,
      context: { url },
    },
  )
}

const MEANING: Readonly<Record<number, string>> = {
  401: 'the token is not valid (SIGNALBOX_TOKEN)',
  403: 'the token may not do this; it needs the scope "worker" for this project',
}

async function refusal(response: Response, { url, project }: ControlPlaneAddress): Promise<TaskError> {
  const { status } = response
  const problem = problemSchema.safeParse(await response.json().catch(() => null))
  const detail = problem.success ? problem.data.detail : response.statusText
  if (status >= 500 || status === 408 || status === 429)
    return unavailable(url, new Error(`${status} ${detail}`))
  const meaning = status === 404 ? `it does not know the project "${project}"` : MEANING[status]
  return new TaskError(
    'control-plane-refused',
    `The control plane at ${url} answered ${status}: ${meaning ?? detail}${meaning && detail ? ` (${detail})` : ''}.`,
    { context: { url, project, status } },
  )
}
