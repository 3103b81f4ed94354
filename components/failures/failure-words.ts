/** Why a task is dead, in one sentence. Pure. */
import { exactNumber } from '../ui/format.ts'
import type { SignalState } from '../ui/signal'
import type { Failure } from './use-failures'

type Told = Pick<Failure, 'reason' | 'attempts' | 'responseStatus' | 'error'>

const ordinal = new Intl.PluralRules('en', { type: 'ordinal' })
const SUFFIXES: Record<string, string> = { one: 'st', two: 'nd', few: 'rd' }
export const nth = (count: number) => `${exactNumber(count)}${SUFFIXES[ordinal.select(count)] ?? 'th'}`

/** Messages of others may end with a stop of their own. */
const errorOf = ({ error }: Pick<Told, 'error'>) => (error.message || error.name).replace(/[.\s]+$/, '')

const answered = ({ responseStatus, error }: Told) =>
  responseStatus === null ? errorOf({ error }) : `its target answered ${responseStatus}`

function exhausted(told: Told): string {
  if (told.attempts === 1) return `Its only attempt failed: ${answered(told)}.`
  return `All ${exactNumber(told.attempts)} attempts failed; at the last one ${answered(told)}.`
}

function rejected(told: Told): string {
  const at = told.attempts === 1 ? 'At once' : `At its ${nth(told.attempts)} attempt`
  return told.responseStatus === null
    ? `${at} its handler rejected it: ${errorOf(told)}.`
    : `${at} its target answered ${told.responseStatus}, which says that trying again is of no use.`
}

/** Names that nearly every error has tell nothing. */
const NAMELESS = new Set(['Error', 'TaskError', ''])

/** The class of the error where it tells something; null where it does not. */
export const errorClass = ({ name, message }: { name: string; message: string }) =>
  message === '' || NAMELESS.has(name) ? null : name

const TARGET_SAID = /^The target https?:\/\/(\S+) answered (\d+): (.+)$/s

/**
 * The error in one line, what tells causes apart first: a line that is cut off ends with the target, which is the same in
 * many.
 */
export function headlineOf({ name, message }: Pick<Told['error'], 'name' | 'message'>): string {
  const [, target, status, words] = TARGET_SAID.exec(message) ?? []
  if (words !== undefined) return `${words} (${target} answered ${status})`
  return message || name
}

/** An attempt's error without a class that tells nothing. */
export const attemptError = (text: string) => text.replace(/^(?:Task)?Error: (?=.)/, '')

export function whyDead(told: Told): string {
  switch (told.reason) {
    case 'exhausted':
      return exhausted(told)
    case 'rejected':
      return rejected(told)
    case 'timeout':
      return `Its ${nth(told.attempts)} attempt, the last that it had, ran longer than its type allows.`
    case 'expired':
      return 'It waited until after its expiry, and was not run.'
    case 'malformed':
      return `It could not be read as a task: ${errorOf(told)}.`
    case 'crashed':
      return 'Workers ended again and again while they ran it, until it was taken out of their way.'
  }
}

type Becoming = Pick<Failure, 'status' | 'replays'>

/** What became of it, in a word or three. */
export function whatBecame({ status, replays }: Becoming): { state: SignalState; title: string } {
  if (status === 'dead') return { state: 'danger', title: 'Dead' }
  if (status === 'replaying') return { state: 'caution', title: 'Replaying' }
  if (status === 'archived') return { state: 'unknown', title: 'Archived' }
  const last = replays[0]?.state
  if (last === 'succeeded') return { state: 'clear', title: 'Replayed, and succeeded' }
  if (last === 'failed-again') return { state: 'danger', title: 'Replayed, and failed again' }
  return { state: 'unknown', title: 'Replayed' }
}

/** The death that came of a replay in which it failed again; null when there is none. */
export const nextDeath = ({ failedAt, otherDeaths }: Pick<Failure, 'failedAt' | 'otherDeaths'>) =>
  otherDeaths.findLast((death) => death.failedAt > failedAt) ?? null

/** What a replay has done with a task. */
export const REPLAY_STATES: Record<string, string> = {
  pending: 'waits to be sent',
  sent: 'sent, and has not ended yet',
  succeeded: 'succeeded',
  'failed-again': 'failed again',
  unknown: 'sent; nothing tells how it ended',
  skipped: 'skipped',
  cancelled: 'not sent: the replay was cancelled',
}
