/**
 * How replayed and tracked tasks ended: receives what the outcomes queue of each backend held, stores it, and settles
 * the tasks of replays. All of a batch in one transaction; resolves when it is durable, then the drain acknowledges.
 *
 * - The same outcome twice changes nothing. Of two different ones a success stands.
 * - One that is faster than the record of its sending, or comes after its task was given up, counts.
 * - One of a replay that does not exist, or of a task that it never sent, is stored and touches nothing.
 * - One that cannot be read, or stored, for what is in it, is logged, counted and let go: it must not block the others.
 */
import { storedTaskId } from '../failures/read-letter.ts'
import type { OutcomeMeters } from '../metrics/outcome-meters.ts'
import type { Database } from '../store/database.ts'
import { storeOutcomes } from '../store/outcomes.ts'
import { type ReplayTaskRow, readTasksByTaskId } from '../store/replay-tasks.ts'
import { lockReplays } from '../store/replays.ts'
import { inTransaction, type Transaction } from '../store/transaction.ts'
import { isDataRefused } from '../store/unavailable.ts'
import { type Delivery, decodeOutcome, isTaskError, type Outcome } from '../task/index.ts'
import { changeTasks } from './change-tasks.ts'
import type { TaskChange } from './replay-rules.ts'

export interface OutcomeDeps {
  readonly database: Database
  readonly events: { changed(...resources: ('replays' | 'failures')[]): void }
  readonly log: { warn(context: object, message: string): void }
  /** Counts for metrics. */
  readonly meters: OutcomeMeters
  now(): Date
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** For a drain's `store`. */
export async function recordOutcomes(deps: OutcomeDeps, batch: readonly Delivery[]): Promise<void> {
  const outcomes = batch.flatMap((delivery) => read(deps, delivery) ?? [])
  try {
    await record(deps, outcomes)
  } catch (error) {
    if (!isDataRefused(error)) throw error
    // Something in one of them cannot be stored: the others must be.
    for (const outcome of outcomes) await recordAlone(deps, outcome)
  }
}

function read(deps: OutcomeDeps, { envelope }: Delivery): Outcome | null {
  try {
    return storable(decodeOutcome(envelope))
  } catch (error) {
    if (!isTaskError(error)) throw error
    refuse(deps, error, envelope.attributes.id)
    return null
  }
}

/** Postgres holds no NUL in a text. The id is kept as the archive keeps it. */
function storable(outcome: Outcome): Outcome {
  const clear = Object.entries(outcome).map(([name, value]) => [
    name,
    typeof value === 'string' ? value.replaceAll('\0', '\uFFFD') : value,
  ])
  return { ...(Object.fromEntries(clear) as Outcome), taskId: storedTaskId(outcome.taskId) }
}

async function recordAlone(deps: OutcomeDeps, outcome: Outcome): Promise<void> {
  try {
    await record(deps, [outcome])
  } catch (error) {
    if (!isDataRefused(error)) throw error
    refuse(deps, error, outcome.taskId)
  }
}

function refuse({ log, meters }: OutcomeDeps, error: unknown, taskId: string | undefined): void {
  meters.outcomeRefused()
  log.warn({ err: error, taskId }, 'an outcome cannot be used and is left out')
}

async function record(deps: OutcomeDeps, given: readonly Outcome[]): Promise<void> {
  const outcomes = oneEach(given)
  if (outcomes.length === 0) return
  const now = deps.now()
  const changed = await inTransaction(deps.database, async (tx) => {
    await storeOutcomes(tx, outcomes)
    return settleTasks(tx, outcomes, now)
  })
  for (const { result } of outcomes) deps.meters.outcomeStored(result)
  if (changed) deps.events.changed('replays', 'failures')
}

const keyOf = (replayId: string | undefined, taskId: string) => `${replayId ?? ''} ${taskId}`

function oneEach(outcomes: readonly Outcome[]): Outcome[] {
  const byKey = new Map<string, Outcome>()
  for (const outcome of outcomes) {
    const key = keyOf(outcome.replayId, outcome.taskId)
    if (byKey.get(key)?.result !== 'succeeded' || outcome.result === 'succeeded') byKey.set(key, outcome)
  }
  return [...byKey.values()]
}

/** @returns whether any task of a replay changed */
async function settleTasks(tx: Transaction, outcomes: readonly Outcome[], now: Date): Promise<boolean> {
  const replayed = outcomes.flatMap(({ replayId, ...rest }) =>
    replayId !== undefined && UUID.test(replayId) ? [{ ...rest, replayId }] : [],
  )
  if (replayed.length === 0) return false
  const replays = await lockReplays(tx, [...new Set(replayed.map(({ replayId }) => replayId))])
  const byKey = new Map(replayed.map((outcome) => [keyOf(outcome.replayId, outcome.taskId), outcome]))
  const tasks = await readTasksByTaskId(tx, replayed)
  const changes = tasks.flatMap((before) => {
    const outcome = byKey.get(keyOf(before.replayId, before.taskId))
    return outcome === undefined || !isNews(before, outcome)
      ? []
      : [{ before, after: ended(before, outcome, now) }]
  })
  for (const [id, ofReplay] of Map.groupBy(changes, ({ before }) => before.replayId)) {
    const replay = replays.get(id)
    if (replay !== undefined) await changeTasks(tx, replay, ofReplay, now)
  }
  return changes.length > 0
}

const OPEN: ReadonlySet<ReplayTaskRow['state']> = new Set([
  ...(['pending', 'sending', 'sent', 'unknown', 'cancelled'] as const),
])

/** What was never sent cannot have ended here: it is another death of the same task that has. */
function isNews({ state, sentCount }: ReplayTaskRow, { result }: Outcome): boolean {
  if (sentCount === 0) return false
  return OPEN.has(state) || (state === 'failed-again' && result === 'succeeded')
}

function ended(task: ReplayTaskRow, outcome: Outcome, now: Date): TaskChange['after'] {
  const { result, deadReason, error, endedAt } = outcome
  return {
    ...task,
    state: result === 'succeeded' ? 'succeeded' : 'failed-again',
    detail: result === 'succeeded' ? null : `${deadReason ?? 'dead'}: ${error ?? 'no reason given'}`,
    sentAt: task.sentAt ?? now,
    endedAt: new Date(endedAt),
  }
}
