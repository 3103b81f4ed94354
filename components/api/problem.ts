/** What the API answers when it refuses, as an error that screens can show: where it happened, why, and its request id. */
import type { Schemas } from './client'

export interface FieldProblem {
  /** JSON Pointer into the body that was sent. */
  readonly pointer?: string
  readonly parameter?: string
  readonly detail: string
}

export class ApiProblem extends Error {
  override readonly name = 'ApiProblem'
  /** HTTP status; 0 when no answer came. */
  readonly status: number
  readonly code: string
  readonly title: string
  readonly requestId: string | null
  readonly errors: readonly FieldProblem[]
  /** Further members of the problem document, e.g. `current` of a stale save. */
  readonly extra: Readonly<Record<string, unknown>>

  constructor(status: number, body: Partial<Schemas['Problem']>, fallback: string) {
    super(body.detail ?? fallback)
    const { type: _type, title, status: _status, detail: _detail, code, requestId, errors, ...extra } = body
    this.status = status
    this.code = code ?? 'unknown'
    this.title = title ?? 'The request failed'
    this.requestId = requestId ?? null
    this.errors = errors ?? []
    this.extra = extra
  }

  /** What the answer says about the value at `pointer`, or null. */
  at(pointer: string): string | null {
    return this.errors.find((error) => error.pointer === pointer)?.detail ?? null
  }
}

interface Answer<T> {
  readonly data?: T
  readonly error?: unknown
  readonly response: Response
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

/**
 * The data of an answer of the client.
 * @throws ApiProblem when the API refuses, or does not answer (status 0).
 */
export async function unwrap<T>(request: Promise<Answer<T>>): Promise<T> {
  const answer = await request.catch((cause: unknown) => {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
    throw new ApiProblem(0, { title: 'No answer' }, 'The control plane does not answer. Is it running?')
  })
  if (answer.response.ok) return answer.data as T
  const body = isRecord(answer.error) ? answer.error : {}
  throw new ApiProblem(answer.response.status, body, `The control plane answered ${answer.response.status}.`)
}

export interface ReadableProblem {
  /** HTTP status; 0 when no answer came. */
  status: number
  code: string
  detail: string
  requestId: string | null
  /** `at`: the JSON Pointer or the parameter's name. */
  errors: { at: string; detail: string }[]
}

/** Anything thrown, as something that can be shown. */
export function problemOf(error: unknown): ReadableProblem {
  if (error instanceof ApiProblem) {
    const { status, code, message, requestId, errors } = error
    const readable = errors.map((entry) => ({
      at: entry.pointer ?? entry.parameter ?? '',
      detail: entry.detail,
    }))
    return { status, code, detail: message, requestId, errors: readable }
  }
  const detail = error instanceof Error ? error.message : String(error)
  return { status: 0, code: 'console-error', detail, requestId: null, errors: [] }
}

/** What is wrong with one field, by its JSON Pointer: `fieldError(error, '/name')`. */
export function fieldError(error: unknown, pointer: string): string | undefined {
  if (error === null || error === undefined) return undefined
  return problemOf(error).errors.find((entry) => entry.at === pointer)?.detail
}
