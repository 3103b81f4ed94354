/** What a provider's way to sign receives and says. Schemes are pure: bytes, headers, secret and clock in, verdict out. */
import { createHash, timingSafeEqual } from 'node:crypto'

export const SCHEMES = [
  'standard-webhooks',
  'github',
  'stripe',
  'slack',
  'twilio',
  'hmac-sha256',
  'token',
] as const
export type SchemeName = (typeof SCHEMES)[number]

/** Of `hmac-sha256` and `token`, which leave open what the others fix. */
export interface SchemeOptions {
  /** That bears the signature, or the token. */
  readonly header?: string | undefined
  /** Default `hex`. */
  readonly encoding?: 'hex' | 'base64' | undefined
  /** Before the signature, e.g. `sha256=`. */
  readonly prefix?: string | undefined
  /** Seconds of the epoch; then `timestamp.body` is what is signed. */
  readonly timestampHeader?: string | undefined
}

export interface Delivery {
  readonly headers: Headers
  /** As it came: what is parsed and written again has other bytes. */
  readonly body: Uint8Array
  /** The public address that the provider called, with its query. */
  readonly url: string
}

export interface Verification extends Delivery {
  readonly secret: string
  readonly options: SchemeOptions
  readonly now: Date
}

export type Verdict =
  /** `signature` is what was proven; the same delivery has the same. Null where the scheme signs nothing. */
  { readonly ok: true; readonly signature: string | null } | { readonly ok: false; readonly reason: string }

export interface Scheme {
  verify(given: Verification): Verdict
  /** Headers that make `body` a delivery of this provider; for the test that somebody sends to themselves. */
  sign(given: Omit<Verification, 'headers'> & { readonly id: string }): Record<string, string>
  /** Where its message id stands: a JSON Pointer, or `header:NAME`; null: what was signed is the id. */
  readonly idFrom: string | null
}

/** As Standard Webhooks, Stripe and Slack advise. */
const TOLERANCE_SECONDS = 300

export const refuse = (reason: string): Verdict => ({ ok: false, reason })
export const missing = (header: string) => refuse(`The header ${header} is missing.`)
export const WRONG = refuse('The signature does not match.')

/** Of the same length whatever was sent, so that the time it takes tells nothing. */
export function sameText(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(a), digest(b))
}

/** Null when `seconds` is near enough to now. */
export function refuseStale(seconds: string, now: Date): Verdict | null {
  if (!/^\d{1,12}$/.test(seconds)) return refuse('The timestamp is not a number of seconds.')
  const skew = Math.abs(now.getTime() / 1_000 - Number(seconds))
  if (skew <= TOLERANCE_SECONDS) return null
  return refuse(`The timestamp is more than ${TOLERANCE_SECONDS} seconds from the clock here.`)
}

export const secondsOf = (now: Date) => String(Math.floor(now.getTime() / 1_000))
