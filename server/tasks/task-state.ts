/** Facts to where a task is now: a state, and one sentence that says it. Pure. */
import type { TaskView } from '../api/contract/tasks.ts'
import type { DeathFact, OutcomeFact, ReplayFact } from '../store/task-trace.ts'
import type { WaitingFact } from './find-waiting.ts'
import { atTime, clause, nth, runningNow, type TaskFacts } from './task-facts.ts'

export interface TaskStanding {
  readonly state: TaskView['state']
  readonly summary: string
}

/** The nearest to now decides: what runs, then what waits, then what happened last. */
export function standingOf(facts: TaskFacts, now: Date): TaskStanding {
  return ofRunning(facts, now) ?? ofWaiting(facts, now) ?? ofHistory(facts, now)
}

function ofRunning(facts: TaskFacts, now: Date): TaskStanding | null {
  const run = runningNow(facts).at(-1)
  if (run === undefined) return null
  const since = atTime(run.startedAt, now)
  return {
    state: 'running',
    summary: `Runs in ${run.project} on ${run.host} since ${since}, its ${nth(run.attempt)} attempt.`,
  }
}

function ofWaiting({ waiting }: TaskFacts, now: Date): TaskStanding | null {
  const found = waiting.find(({ task }) => task.state !== 'dead')
  return found === undefined ? null : standingOfWaiting(found, now)
}

function standingOfWaiting({ backend, task }: WaitingFact, now: Date): TaskStanding {
  const { type, attempt = '1' } = task.envelope.attributes
  const queue = `${type} on ${backend}`
  if (task.state === 'inFlight') return { state: 'running', summary: `A worker has taken it from ${queue}.` }
  if (task.dueAt === undefined) return { state: 'queued', summary: `Waits in ${queue} for a worker.` }
  const due = atTime(task.dueAt, now)
  return Number(attempt) > 1
    ? {
        state: 'retrying',
        summary: `Failed, and is tried again at ${due}: its ${nth(Number(attempt))} attempt.`,
      }
    : { state: 'queued', summary: `Waits in ${queue} until ${due}.` }
}

function ofHistory({ deaths, outcomes, replays, waiting, confidential }: TaskFacts, now: Date): TaskStanding {
  const death = deaths.at(-1)
  const outcome = outcomes.at(-1)
  const replay = death === undefined ? undefined : openReplay(death, replays)
  if (outcome?.result === 'succeeded' && (death === undefined || outcome.endedAt >= death.failedAt))
    return {
      state: 'succeeded',
      summary: `Succeeded at ${atTime(outcome.endedAt, now)}, at its ${nth(outcome.attempt)} attempt in ${outcome.project}.`,
    }
  if (death !== undefined && replay !== undefined) return ofReplay(replay)
  if (death !== undefined) return ofDeath(death)
  if (outcome !== undefined) return ofUnarchived(outcome, confidential)
  const [dead] = waiting
  return {
    state: 'dead',
    summary: `Died; it waits on ${dead?.backend ?? 'its backend'} to be taken into the archive.`,
  }
}

/** The replay that has the task now, or of which nobody knows how it ended. */
function openReplay(death: DeathFact, replays: readonly ReplayFact[]): ReplayFact | undefined {
  if (death.status !== 'replaying' && death.status !== 'replayed') return undefined
  return replays.findLast(
    ({ deadId, state }) =>
      deadId === death.deadId && ['pending', 'sending', 'sent', 'unknown'].includes(state),
  )
}

function ofReplay({ state }: ReplayFact): TaskStanding {
  if (state === 'unknown')
    return { state: 'replaying', summary: 'Sent back to work by a replay; nothing will tell how it ended.' }
  return state === 'sent'
    ? { state: 'replaying', summary: 'Sent back to work by a replay; it has not ended yet.' }
    : { state: 'replaying', summary: 'Selected by a replay, and not sent yet.' }
}

function ofDeath({ attempt, errorMessage, status, archivedBy }: DeathFact): TaskStanding {
  const away = status === 'archived' ? ` Put away by ${archivedBy ?? 'somebody'}.` : ''
  return { state: 'dead', summary: `Died at its ${nth(attempt)} attempt: ${clause(errorMessage)}.${away}` }
}

function ofUnarchived({ attempt, error }: OutcomeFact, confidential: boolean): TaskStanding {
  const why = error === null || confidential ? '' : `: ${clause(error)}`
  return {
    state: 'dead',
    summary: `Died at its ${nth(attempt)} attempt${why}. The archive does not have it yet.`,
  }
}
