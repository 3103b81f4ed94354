/** A retry policy: text as typed ↔ what the API takes, and in one sentence. Pure. */
import type { Schemas } from '@/components/api/client'
import { numberOf } from './number-of.ts'

export type Retry = Schemas['TaskType']['retry']
type Exceptions = NonNullable<Retry['byCode']>
type PlainRetry = Exclude<Exceptions[string], 'dead'>
export type RetryKind = NonNullable<Retry['kind']>

export interface RetryForm {
  readonly retryKind: RetryKind
  readonly maxAttempts: string
  /** Per cent. */
  readonly jitter: string
  readonly initialMs: string
  readonly factor: string
  readonly maxMs: string
  /** The one delay of `fixed`. */
  readonly delayMs: string
  /** Of `list`, separated by spaces or commas. */
  readonly delaysMs: string
  /** JSON text; empty: no exceptions. */
  readonly byCode: string
}
export type RetryErrors = Partial<Record<keyof RetryForm, string>>

const DAY_MS = 86_400_000
const WEEK_MS = 604_800_000

/** What the fields of the other kinds show when the kind is changed. */
const OTHER_KINDS = {
  initialMs: '1000',
  factor: '2',
  maxMs: '3600000',
  delayMs: '5000',
  delaysMs: '1000 60000 600000',
}

export function retryFormOf(retry: Retry): RetryForm {
  const { byCode } = retry
  return {
    ...OTHER_KINDS,
    retryKind: retry.kind ?? 'exponential',
    maxAttempts: String(retry.maxAttempts),
    jitter: String(Math.round(retry.jitter * 100)),
    byCode: byCode === undefined ? '' : JSON.stringify(byCode, null, 2),
    ...ownFieldsOf(retry),
  }
}

function ownFieldsOf(retry: Retry): Partial<RetryForm> {
  if (retry.kind === 'fixed') return { delayMs: String(retry.delayMs) }
  if (retry.kind === 'list') return { delaysMs: retry.delaysMs.join(' ') }
  return { initialMs: String(retry.initialMs), factor: String(retry.factor), maxMs: String(retry.maxMs) }
}

/** Writes into `errors` what is wrong with a field; the policy then counts for nothing. */
export function readRetry(form: RetryForm, errors: RetryErrors): Retry {
  const number = (field: keyof RetryForm, from: number, to: number, whole = true) =>
    numberOf(form[field], { from, to, whole }, (error) => {
      errors[field] = error
    })
  const byCode = exceptionsOf(form.byCode, errors)
  const common = {
    maxAttempts: number('maxAttempts', 1, 100),
    jitter: number('jitter', 0, 100, false) / 100,
    ...(byCode === undefined ? {} : { byCode }),
  }
  if (form.retryKind === 'fixed') return { kind: 'fixed', ...common, delayMs: number('delayMs', 0, WEEK_MS) }
  if (form.retryKind === 'list') return { kind: 'list', ...common, delaysMs: delaysOf(form.delaysMs, errors) }
  return {
    ...common,
    initialMs: number('initialMs', 0, DAY_MS),
    factor: number('factor', 1, 10, false),
    maxMs: number('maxMs', 0, WEEK_MS),
  }
}

function delaysOf(text: string, errors: RetryErrors): number[] {
  const delays = text
    .split(/[\s,]+/)
    .filter((part) => part !== '')
    .map(Number)
  if (delays.length === 0 || delays.length > 100)
    errors.delaysMs = `expected 1 to 100 delays, got ${delays.length}`
  else if (delays.some((delay) => !Number.isInteger(delay) || delay < 0 || delay > WEEK_MS))
    errors.delaysMs = `expected whole numbers from 0 to ${WEEK_MS.toLocaleString('en')}`
  return delays
}

/** The policies in it are checked by the API, which names each by its place. */
function exceptionsOf(text: string, errors: RetryErrors): Exceptions | undefined {
  if (text.trim() === '') return undefined
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Exceptions
    errors.byCode = 'expected an object, such as {"http-503": {"kind": "fixed", "delayMs": 5000}}'
  } catch (cause) {
    errors.byCode = `expected JSON: ${cause instanceof Error ? cause.message : String(cause)}`
  }
  return undefined
}

const short = (ms: number) => {
  if (ms < 1_000) return `${ms} ms`
  if (ms < 60_000) return `${ms / 1_000} s`
  return ms < 3_600_000 ? `${Math.round(ms / 6_000) / 10} min` : `${Math.round(ms / 360_000) / 10} h`
}

function delaysInWords(retry: PlainRetry): string {
  if (retry.kind === 'fixed') return `${short(retry.delayMs)} apart`
  if (retry.kind === 'list') return `after ${retry.delaysMs.map(short).join(', ')}`
  return `${short(retry.initialMs)} × ${retry.factor}, at most ${short(retry.maxMs)} apart`
}

function plainInWords(retry: PlainRetry): string {
  if (retry.maxAttempts === 1) return 'no retry: 1 attempt'
  const spread = retry.jitter > 0 ? `, up to ${Math.round(retry.jitter * 100)} % longer` : ''
  return `${retry.maxAttempts} attempts, ${delaysInWords(retry)}${spread}`
}

/** "10 attempts, 1 s × 2, at most 1 h apart, up to 20 % longer; http-503: 50 attempts, 5 s apart; ENOSPC: dead at once". */
export function describeRetry(retry: Retry): string {
  const exceptions = Object.entries(retry.byCode ?? {}).map(
    ([code, one]) => `${code}: ${one === 'dead' ? 'dead at once' : plainInWords(one)}`,
  )
  return [plainInWords(retry), ...exceptions].join('; ')
}
