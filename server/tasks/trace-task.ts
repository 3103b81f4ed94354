/**
 * Where is task X? Receives an id; asks everyone who may know of it, and hands on one timeline and one sentence.
 *
 * 1. The archive: its deaths, and what replays made of them.
 * 2. Outcomes: how it ended, when it was tracked or replayed.
 * 3. The last heartbeats: who runs it.
 * 4. Backends that can look one up: where it waits.
 *
 * Nothing of its payload is read. A task that succeeded and was neither tracked nor replayed leaves no trace.
 */
import type { TaskView } from '../api/contract/tasks.ts'
import { Refusal } from '../errors.ts'
import { type Liveness, liveSince } from '../instances/liveness.ts'
import { readDeaths, readOutcomesOf, readReplaysOf, readRunning } from '../store/task-trace.ts'
import { findTaskType } from '../store/task-types.ts'
import { type FindWaitingDeps, findWaiting } from './find-waiting.ts'
import { type TaskFacts, typeOf } from './task-facts.ts'
import { standingOf } from './task-state.ts'
import { timelineOf } from './timeline.ts'

export type TraceDeps = FindWaitingDeps & Liveness

/** @throws Refusal 404 when nobody knows it; says who was asked */
export async function traceTask(deps: TraceDeps, id: string): Promise<TaskView> {
  const { database } = deps
  const [deaths, outcomes, running, { waiting, silent }] = await Promise.all([
    readDeaths(database, id),
    readOutcomesOf(database, id),
    readRunning(database, id, liveSince(deps)),
    findWaiting(deps, id),
  ])
  const replays = await readReplaysOf(
    database,
    deaths.map(({ deadId }) => deadId),
  )
  const known = { deaths, outcomes, running, waiting, replays }
  const type = typeOf(known)
  if (type === null) throw unknownTask(id, silent)
  const facts: TaskFacts = { ...known, confidential: await isConfidential(deps, type) }
  const now = deps.clock()
  const cancellable = waiting.some((one) => one.cancellable)
  return { id, type, ...standingOf(facts, now), cancellable, events: timelineOf(facts, now) }
}

/** Of a type that is gone nobody knows what it would hide. */
async function isConfidential({ database }: TraceDeps, type: string): Promise<boolean> {
  const found = await findTaskType(database.prisma, type)
  return found === null || found.redactPaths.length > 0
}

function unknownTask(id: string, silent: readonly string[]): Refusal {
  const unasked = silent.length === 0 ? '' : ` Not asked, because unreachable: ${silent.join(', ')}.`
  return new Refusal(
    404,
    'task-unknown',
    `Nothing is known of a task "${id}". Known are tasks that failed for good, were replayed or published with ` +
      `"tracked", run at this moment, or wait in a Postgres backend; another task that succeeded leaves no trace.${unasked}`,
  )
}
