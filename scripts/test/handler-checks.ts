/** What is checked of each built-in handler, and why a check is left out, or holds only in part. */

/** In the order of the table's columns. Titles of tests begin with these. */
export const CHECKS = [
  'success',
  'permanent error',
  'transient error',
  'throttled',
  'timeout',
  'unreachable',
  'secret missing',
  'secret kept',
  'bad payload',
  'idempotent',
  'batch partly failed',
] as const

export type Check = (typeof CHECKS)[number]

export interface Remark {
  /** Name of a handler ("sms.send"), or the part before a dot, for all that begin with it ("segment"). */
  readonly handlers: string
  readonly check: Check
  readonly why: string
}

/** Handlers of which a check cannot exist. One that sends no batches needs no line for `batch partly failed`. */
export const LEFT_OUT: readonly Remark[] = [
  {
    handlers: 'sms.send',
    check: 'idempotent',
    why: 'Twilio has no place for a key when a message is created.',
  },
]

/** Handlers of which a check is proven for a part of their ways only. */
export const IN_PART: readonly Remark[] = [
  {
    handlers: 'email.send',
    check: 'throttled',
    why: 'SMTP has no `Retry-After`; the retry policy says when.',
  },
  {
    handlers: 'slack.message',
    check: 'idempotent',
    why: 'As a bot; an incoming webhook has no place for a key.',
  },
  {
    handlers: 'push.airship',
    check: 'idempotent',
    why: 'On iOS; Airship has no place for a key on other platforms.',
  },
]

export const NO_BATCHES = 'Sends each task by itself.'

/** Whether a handler is meant by its name or by the part before one of its dots. */
export const isMeant = (name: string, handlers: string): boolean =>
  name === handlers || name.startsWith(`${handlers}.`)
