import { ApiProblem } from './problem'

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
