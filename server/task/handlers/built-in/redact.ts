/** Keeps secrets out of what a built-in handler says of a failure: a service may well repeat what it was sent. */
import type { Failure, Run } from '../../consume/verdict.ts'
import { isTaskError, TaskError } from '../../errors.ts'

/** Stands where a secret was. */
export const HIDDEN = '•••'

/** The ways in which a secret may come back. */
function formsOf(secret: string): string[] {
  const base64 = Buffer.from(secret).toString('base64')
  return [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    // As user of Basic authentication, with no password.
    Buffer.from(`${secret}:`).toString('base64'),
    base64,
    base64.replace(/=+$/, ''),
    ...pathOf(secret),
  ].filter((form) => form.length > 0)
}

/** A secret address is repeated without its host, too. */
function pathOf(secret: string): string[] {
  if (!/^https?:/.test(secret) || !URL.canParse(secret)) return []
  const { pathname, search } = new URL(secret)
  return pathname.length > 1 ? [`${pathname}${search}`, pathname] : []
}

export type Redact = (text: string) => string

export function redactor(secrets: readonly string[]): Redact {
  const forms = [...new Set(secrets.flatMap(formsOf))].sort((a, b) => b.length - a.length)
  return (text) => forms.reduce((rest, form) => rest.replaceAll(form, HIDDEN), text)
}

/** Text by text: a secret that happens to be a piece of JSON's syntax must not break it. */
function redactedContext(context: TaskError['context'], redact: Redact): TaskError['context'] {
  const text = JSON.stringify(context, (_key, value: unknown) =>
    typeof value === 'string' ? redact(value) : value,
  )
  return JSON.parse(text)
}

/** Without its cause: a client's error holds the request that it made. */
function redactedError(error: Error, redact: Redact): Error {
  const { code, retryable, context } = isTaskError(error)
    ? error
    : { code: 'target-failed' as const, retryable: true, context: {} }
  const shown = new TaskError(code, redact(error.message), {
    retryable,
    context: redactedContext(context, redact),
  })
  if (error.stack !== undefined) shown.stack = redact(error.stack)
  return shown
}

/** An error that is no `TaskError` stays one: name and code as they were, and nothing that says that a target is away. */
function redactedOwn(error: Error, redact: Redact): Error {
  if (isTaskError(error)) return redactedError(error, redact)
  const shown = new Error(redact(error.message))
  shown.name = error.name
  if (error.stack !== undefined) shown.stack = redact(error.stack)
  const { code } = error as NodeJS.ErrnoException
  return code === undefined ? shown : Object.assign(shown, { code })
}

type RedactError = typeof redactedError

function redactedFailure({ error, response }: Failure, redact: Redact, errorOf: RedactError): Failure {
  return {
    error: errorOf(error, redact),
    ...(response && { response: { ...response, body: redact(response.body) } }),
  }
}

/** Whatever `run` fails with, none of it shows a secret. What a client throws is taken for a failure of its service. */
export function redacting(run: Run, redact: Redact): Run {
  return redactingBy(run, redact, redactedError)
}

/** The same for code that is not ours: what it throws by itself says nothing of a target. */
export function redactingOwn(run: Run, redact: Redact): Run {
  return redactingBy(run, redact, redactedOwn)
}

function redactingBy(run: Run, redact: Redact, errorOf: RedactError): Run {
  return async (job) => {
    try {
      const verdict = await run(job)
      return verdict.kind === 'done'
        ? verdict
        : { ...verdict, failure: redactedFailure(verdict.failure, redact, errorOf) }
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown : new Error(String(thrown))
      return { kind: 'retry', failure: redactedFailure({ error }, redact, errorOf) }
    }
  }
}
