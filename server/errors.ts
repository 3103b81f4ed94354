/**
 * Why a use case refuses. Thrown by use cases, turned into `problem+json` in one place (`api/problem.ts`).
 * The task core has a family of its own, `TaskError`, which the same mapper understands.
 */
export interface FieldError {
  /** JSON Pointer into the body, e.g. `/tasks/3/type`. */
  readonly pointer?: string
  /** Name of a query or header parameter. */
  readonly parameter?: string
  readonly detail: string
}

export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly status: number
  readonly code: string
  readonly errors: readonly FieldError[]
  /** Further members of the problem document, e.g. `current` of a stale save. */
  readonly extra: Readonly<Record<string, unknown>>

  constructor(
    status: number,
    code: string,
    detail: string,
    more: { errors?: readonly FieldError[]; extra?: Record<string, unknown> } = {},
  ) {
    super(detail)
    this.status = status
    this.code = code
    this.errors = more.errors ?? []
    this.extra = more.extra ?? {}
  }
}

export const notFound = (kind: string, name: string) =>
  new Refusal(404, 'not-found', `There is no ${kind} "${name}".`)

export const invalid = (detail: string, errors: readonly FieldError[]) =>
  new Refusal(422, 'invalid', detail, { errors })

export const conflict = (code: string, detail: string, extra: Record<string, unknown> = {}) =>
  new Refusal(409, code, detail, { extra })

/** The caller's `If-Match` or base names an older revision; `current` is the newer one. */
export const stale = (detail: string, current: unknown) =>
  new Refusal(412, 'stale', detail, { extra: { current } })

export const forbidden = (detail: string) => new Refusal(403, 'forbidden', detail)
