/**
 * What health remembers of a queue from sample to sample, so that it can say since when and does not flicker: a finding
 * is shown once it is confirmed, gets worse at once and better slowly, and goes when it has been untrue for a while.
 */
import {
  type Action,
  type Finding,
  HEALTH_CODES,
  type HealthCode,
  isWorse,
  type State,
  TIMINGS,
} from './finding.ts'
import type { RememberedPace } from './pace.ts'

export interface HealthMemory {
  /** When it was written; null: never. */
  readonly at: string | null
  /** Of the newest sample that is accounted for; null before the first. */
  readonly sampledAt: string | null
  readonly findings: Readonly<Record<string, Remembered>>
  /** By backend. */
  readonly paces: Readonly<Record<string, RememberedPace>>
}

export interface Remembered {
  readonly since: string
  /** Consecutive samples with which it was true, until it is shown. */
  readonly samples: number
  readonly shown: boolean
  readonly state: State
  /** Since when it has been less bad than `state`; null: it is not. */
  readonly milderSince: string | null
  /** Since when it has not been true; null: it is. */
  readonly goneSince: string | null
  readonly message: string
  readonly action: Action | null
}

/** One finding as it is shown. */
export interface Shown {
  readonly code: HealthCode
  readonly state: State
  readonly message: string
  readonly since: Date
  readonly action: Action | null
}

export const NO_MEMORY: HealthMemory = { at: null, sampledAt: null, findings: {}, paces: {} }
/** What has not been looked at for this long is found anew: nobody knows what was in between. */
const FORGET_MS = 15 * 60_000

export interface Moment {
  readonly now: Date
  /** Of the newest sample; null without one. */
  readonly sampledAt: Date | null
  /** Whether a finding that is no longer true may be shown for a while; false: what it was about is gone. */
  mayLinger(code: HealthCode): boolean
}

const keyOf = ({ code, subject }: Finding) => (subject === '' ? code : `${code} ${subject}`)
const codeOf = (key: string) => (key.split(' ', 1)[0] ?? '') as HealthCode

/** Nothing is true of the queue, and nothing moves: as good as no memory. */
export function isBlank({ findings, paces }: HealthMemory): boolean {
  const moves = ({ inPerSecond, outPerSecond }: RememberedPace) =>
    (inPerSecond ?? 0) + (outPerSecond ?? 0) > 0
  return Object.keys(findings).length === 0 && !Object.values(paces).some(moves)
}

export function usable(memory: HealthMemory, now: Date): HealthMemory {
  return memory.at !== null && now.getTime() - Date.parse(memory.at) > FORGET_MS ? NO_MEMORY : memory
}

/** What is to be remembered of the findings of this moment. */
export function rememberFindings(
  found: readonly Finding[],
  memory: HealthMemory,
  moment: Moment,
): Record<string, Remembered> {
  const isNewSample = moment.sampledAt !== null && moment.sampledAt.toISOString() !== memory.sampledAt
  const now = moment.now.toISOString()
  const next: Record<string, Remembered> = {}
  for (const finding of found) {
    const before = memory.findings[keyOf(finding)]
    next[keyOf(finding)] = renewed(finding, before, isNewSample, moment.now)
  }
  for (const [key, before] of Object.entries(memory.findings))
    if (next[key] === undefined && lingers(key, before, moment))
      next[key] = { ...before, goneSince: before.goneSince ?? now }
  return next
}

function renewed(
  finding: Finding,
  before: Remembered | undefined,
  isNewSample: boolean,
  now: Date,
): Remembered {
  const { code, action } = finding
  const remembered = before === undefined ? now : new Date(before.since)
  // What the facts say of the beginning counts, unless the memory reaches further back.
  const since =
    finding.since !== null && (isExact(code) || finding.since < remembered) ? finding.since : remembered
  const samples = (before?.samples ?? 0) + (isNewSample || before === undefined ? 1 : 0)
  const { confirmSamples, confirmMs } = TIMINGS[code]
  const confirmed = samples >= confirmSamples && now.getTime() - since.getTime() >= confirmMs
  return {
    ...stateOf(finding, before, now),
    since: since.toISOString(),
    shown: before?.shown === true || confirmed,
    samples: Math.min(samples, confirmSamples),
    goneSince: null,
    message: finding.say(since),
    action,
  }
}

/** Of these the facts know the beginning better than any memory: a pause that replaces another is a new one. */
const isExact = (code: HealthCode) =>
  code === 'paused' || code === 'sample-old' || code === 'backend-unreachable'

function stateOf({ code, state }: Finding, before: Remembered | undefined, now: Date) {
  if (before === undefined || !isWorse(before.state, state)) return { state, milderSince: null }
  const milderSince = before.milderSince ?? now.toISOString()
  const isOver = now.getTime() - Date.parse(milderSince) >= TIMINGS[code].releaseMs
  return isOver ? { state, milderSince: null } : { state: before.state, milderSince }
}

function lingers(key: string, { shown, goneSince }: Remembered, { now, mayLinger }: Moment): boolean {
  const code = codeOf(key)
  const timing: { readonly releaseMs: number } | undefined = TIMINGS[code]
  // A code of another version means nothing here.
  if (!shown || timing === undefined || timing.releaseMs === 0 || !mayLinger(code)) return false
  return goneSince === null || now.getTime() - Date.parse(goneSince) < timing.releaseMs
}

/** Worst first, then the more telling. */
export function shownOf(findings: Readonly<Record<string, Remembered>>): Shown[] {
  const shown = Object.entries(findings)
    .filter(([, remembered]) => remembered.shown)
    .map(([key, { state, message, since, action }]) => ({
      code: codeOf(key),
      ...{ state, message, action, since: new Date(since) },
    }))
  const rank = ({ code }: Shown) => HEALTH_CODES.indexOf(code)
  return shown.sort((a, b) => (a.state === b.state ? rank(a) - rank(b) : isWorse(a.state, b.state) ? -1 : 1))
}
