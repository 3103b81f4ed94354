/**
 * Under which codes a retry policy may name a failure, the closest first. Pure.
 *
 * 1. A target's answer: `http-503`, then its class `http-5xx`.
 * 2. The code that an error bears, as those of Node do (`ECONNREFUSED`); an error of ours that passes one on names it first.
 */
import { isTaskError } from '../errors.ts'

interface CodedFailure {
  readonly error: Error
  readonly response?: { readonly status: number }
}

export function failureCodes({ error, response }: CodedFailure): string[] {
  const { status } = response ?? {}
  const http = status === undefined ? [] : [`http-${status}`, `http-${Math.floor(status / 100)}xx`]
  const passedOn = isTaskError(error) ? error.context.code : undefined
  const { code } = error as { code?: unknown }
  return [...http, passedOn, code].filter((one) => typeof one === 'string')
}
