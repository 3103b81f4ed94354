/**
 * What came of a consumer's attempts: how many of the last minute failed, and whether the handler is failing, which
 * is more than one unlucky task and less than every one.
 *
 * Judged are the newest attempts, at most 20 and of the last minute. The handler is failing from the moment at which
 * at least 3 of them, and at least half, have failed; until fewer than a quarter have, or the newest 8 all succeeded:
 * whoever has repaired a target sees it at once, not when the failures are a minute old. So a target that answers nine
 * of ten tasks with an error is failing although some succeed, a busy consumer notices within 20 tasks, and nothing
 * flips with each result. A consumer without attempts keeps its state for ten minutes if its last one failed:
 * between retries nothing is known to have got better.
 */

import { failureInWords } from './failure-in-words.ts'
import type { Failure } from './verdict.ts'

export interface MinuteCount {
  readonly attempts: number
  readonly failed: number
}

/** A stretch in which the handler fails. */
export interface Failing {
  /** Of the first failed attempt. */
  readonly sinceMs: number
  /** Of the newest failed attempt. */
  readonly atMs: number
  /** Failed attempts in this stretch. */
  readonly count: number
  /** HTTP status of the target's newest answer; null when there was none. */
  readonly status: number | null
  readonly error: string
}

export interface AttemptRecord {
  /** @param failure null for a success */
  record(failure: Failure | null, nowMs: number): void
  lastMinute(nowMs: number): MinuteCount
  failing(nowMs: number): Failing | null
}

const MINUTE_MS = 60_000
const JUDGED = 20
const FEWEST_FAILED = 3
const FAILING_SHARE = 0.5
const RECOVERED_SHARE = 0.25
const RECOVERED_IN_A_ROW = 8
const SILENT_MS = 10 * MINUTE_MS

interface Attempt {
  readonly atMs: number
  readonly failed: boolean
}

export function createAttemptRecord(): AttemptRecord {
  const minute = createMinuteCounter()
  let newest: Attempt[] = []
  let failing: Failing | null = null

  const judgedAt = (nowMs: number) => newest.filter(({ atMs }) => atMs > nowMs - MINUTE_MS)

  function recovered(nowMs: number): boolean {
    const judged = judgedAt(nowMs)
    if (succeededInARow(newest)) return true
    if (judged.length > 0) return shareFailed(judged) < RECOVERED_SHARE
    const last = newest.at(-1)
    return last === undefined || !last.failed || nowMs - last.atMs > SILENT_MS
  }

  /** What failed before the recovery is no part of a stretch that begins after it. */
  function end(): void {
    failing = null
    if (succeededInARow(newest)) newest = newest.slice(-RECOVERED_IN_A_ROW)
  }

  function failed(failure: Failure, nowMs: number): void {
    const { response } = failure
    const latest = { atMs: nowMs, status: response?.status ?? null, error: failureInWords(failure) }
    if (failing !== null) failing = { ...failing, ...latest, count: failing.count + 1 }
    else {
      const stretch = failingStretch(judgedAt(nowMs))
      if (stretch !== null) failing = { ...stretch, ...latest }
    }
  }

  return {
    record(failure, nowMs) {
      if (failing !== null && recovered(nowMs)) end()
      newest.push({ atMs: nowMs, failed: failure !== null })
      if (newest.length > JUDGED) newest.shift()
      minute.count(failure !== null, nowMs)
      if (failure !== null) failed(failure, nowMs)
    },
    lastMinute: (nowMs) => minute.read(nowMs),
    failing(nowMs) {
      if (failing !== null && recovered(nowMs)) end()
      return failing
    },
  }
}

function succeededInARow(attempts: readonly Attempt[]): boolean {
  const latest = attempts.slice(-RECOVERED_IN_A_ROW)
  return latest.length === RECOVERED_IN_A_ROW && latest.every(({ failed }) => !failed)
}

function shareFailed(attempts: readonly Attempt[]): number {
  return attempts.filter(({ failed }) => failed).length / attempts.length
}

/**
 * When these are to be called failing: the stretch at their end in which failures most outnumber successes, so that a
 * stray failure long before does not count as its beginning.
 */
function failingStretch(judged: readonly Attempt[]): { sinceMs: number; count: number } | null {
  const allFailed = judged.filter(({ failed }) => failed).length
  if (allFailed < FEWEST_FAILED || allFailed / judged.length < FAILING_SHARE) return null
  let best = { lead: 0, sinceMs: 0, count: 0 }
  let lead = 0
  let count = 0
  for (const { atMs, failed } of judged.toReversed()) {
    lead += failed ? 1 : -1
    if (failed) count += 1
    if (failed && lead >= best.lead) best = { lead, sinceMs: atMs, count }
  }
  return { sinceMs: best.sinceMs, count: best.count }
}

interface Second {
  readonly index: number
  attempts: number
  failed: number
}

/** Counts by second, so that the minute slides. */
function createMinuteCounter() {
  let seconds: Second[] = []
  const forget = (index: number) => {
    seconds = seconds.filter((second) => second.index > index - 60)
  }
  return {
    count(failed: boolean, nowMs: number) {
      const index = Math.floor(nowMs / 1_000)
      let second = seconds.at(-1)
      if (second?.index !== index) {
        forget(index)
        second = { index, attempts: 0, failed: 0 }
        seconds.push(second)
      }
      second.attempts += 1
      if (failed) second.failed += 1
    },
    read(nowMs: number): MinuteCount {
      forget(Math.floor(nowMs / 1_000))
      const sum = (read: (second: Second) => number) =>
        seconds.reduce((total, second) => total + read(second), 0)
      return { attempts: sum((second) => second.attempts), failed: sum((second) => second.failed) }
    },
  }
}
