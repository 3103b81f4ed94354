/** Facts to events: one timeline of a task's life, oldest first. Pure. */
import type { TaskView } from '../api/contract/tasks.ts'
import type { DeathFact, OutcomeFact, ReplayFact } from '../store/task-trace.ts'
import { readFailures } from '../task/index.ts'
import type { WaitingFact } from './find-waiting.ts'
import { atTime, clause, isArchived, nth, runningNow, type TaskFacts } from './task-facts.ts'

export type TaskEvent = TaskView['events'][number]

/** A life of thousands of attempts is told by its beginning and its end. */
const MOST_EVENTS = 200

type Links = Partial<Pick<TaskEvent, 'failureId' | 'replayId'>>

const event = (
  at: Date | string | null,
  kind: TaskEvent['kind'],
  message: string,
  links: Links = {},
): TaskEvent => ({
  at: isoOf(at),
  kind,
  message,
  failureId: links.failureId ?? null,
  replayId: links.replayId ?? null,
})

/** What a foreign program wrote as a time need not be one. */
function isoOf(at: Date | string | null): string | null {
  const date = at === null ? null : new Date(at)
  return date === null || Number.isNaN(date.getTime()) ? null : date.toISOString()
}

export function timelineOf(facts: TaskFacts, now: Date): TaskEvent[] {
  const events = [
    ...publishedOf(facts),
    ...facts.deaths.flatMap(eventsOfDeath),
    ...facts.replays.flatMap(eventsOfReplay),
    ...facts.outcomes.flatMap((outcome) => eventsOfOutcome(outcome, facts)),
    ...facts.waiting.flatMap((waiting) => eventsOfWaiting(waiting, facts, now)),
    ...runningNow(facts).map(({ startedAt, attempt, project, host }) =>
      event(startedAt, 'started', `The ${nth(attempt)} attempt runs in ${project} on ${host}.`),
    ),
  ]
  return cutMiddle(events.sort(byTime))
}

/** What has no instant is of now, and stands last. */
function byTime(a: TaskEvent, b: TaskEvent): number {
  return (
    (a.at === null ? Number.POSITIVE_INFINITY : Date.parse(a.at)) -
      (b.at === null ? Number.POSITIVE_INFINITY : Date.parse(b.at)) || 0
  )
}

function cutMiddle(events: TaskEvent[]): TaskEvent[] {
  if (events.length <= MOST_EVENTS) return events
  const head = Math.floor(MOST_EVENTS / 4)
  return [...events.slice(0, head), ...events.slice(head - MOST_EVENTS)]
}

/** The envelope keeps its first instant and origin through retries and replays. */
function publishedOf({ deaths, waiting }: TaskFacts): TaskEvent[] {
  const attributes = waiting[0]?.task.envelope.attributes
  const at = deaths[0]?.publishedAt ?? attributes?.time ?? null
  const source = deaths[0]?.source ?? attributes?.source
  if (at === null || isoOf(at) === null) return []
  return [event(at, 'queued', source == null ? 'Published.' : `Published by ${publisherOf(source)}.`)]
}

/** Of our own sources, what they stand for; a foreign one as it is. */
function publisherOf(source: string): string {
  const [, kind, name] = /^\/(project|token|people|person)s?\/([^/]+)$/.exec(source) ?? []
  if (kind === undefined || name === undefined) return source
  try {
    const named = decodeURIComponent(name)
    return kind === 'project' || kind === 'token' ? `the ${kind} ${named}` : named
  } catch {
    return source
  }
}

function eventsOfDeath(death: DeathFact): TaskEvent[] {
  const { deadId: failureId, attempt, attempts, failedAt, reason, project } = death
  const last = failedAt.getTime()
  const earlier = (attempts ?? []).filter(({ at }) => Date.parse(at) !== last)
  const where = project === null ? '' : ` in ${project}`
  const events = [
    ...earlier.map(({ at, error }) =>
      event(at, 'failed', `An attempt failed: ${clause(error)}.`, { failureId }),
    ),
    event(
      failedAt,
      'died',
      `Died (${reason}) at its ${nth(attempt)} attempt${where}: ${clause(death.errorMessage)}.`,
      {
        failureId,
        replayId: death.diedInReplay,
      },
    ),
  ]
  if (death.archivedAt !== null && death.status === 'archived')
    events.push(
      event(death.archivedAt, 'archived', `Put away by ${death.archivedBy ?? 'somebody'}.`, { failureId }),
    )
  return events
}

/** A cancelled or skipped one was never sent: nothing happened to the task. */
function eventsOfReplay({ replayId, deadId, state, detail, sentAt }: ReplayFact): TaskEvent[] {
  const links = { replayId, failureId: deadId }
  if (state === 'skipped')
    return [event(null, 'replayed', `A replay left it out: ${clause(detail ?? 'no reason given')}.`, links)]
  if (state === 'cancelled') return []
  if (sentAt === null)
    return [event(null, 'replayed', 'A replay has selected it and not sent it yet.', links)]
  return [event(sentAt, 'replayed', 'A replay sent it back to work.', links)]
}

function eventsOfOutcome(outcome: OutcomeFact, { deaths, confidential }: TaskFacts): TaskEvent[] {
  const { result, attempt, project, startedAt, endedAt, replayId, error } = outcome
  const began = event(startedAt, 'started', `The ${nth(attempt)} attempt began in ${project}.`, { replayId })
  const where = `at its ${nth(attempt)} attempt in ${project}`
  if (result === 'succeeded') return [began, event(endedAt, 'succeeded', `Succeeded ${where}.`, { replayId })]
  if (isArchived(outcome, deaths)) return []
  const why = error === null || confidential ? '' : `: ${clause(error)}`
  return [
    began,
    event(endedAt, 'died', `Died ${where}${why}. The archive does not have it yet.`, { replayId }),
  ]
}

function eventsOfWaiting(
  { backend, task }: WaitingFact,
  { confidential, outcomes }: TaskFacts,
  now: Date,
): TaskEvent[] {
  const { attributes } = task.envelope
  const attempt = Number(attributes.attempt ?? 1)
  const failed = readFailures(task.envelope).map(({ at, error }) =>
    event(at, 'failed', confidential ? 'An attempt failed.' : `An attempt failed: ${clause(error)}.`),
  )
  const queue = `${attributes.type} on ${backend}`
  if (task.state === 'delayed' && task.dueAt !== undefined)
    return [
      ...failed,
      attempt > 1
        ? event(null, 'retrying', `The ${nth(attempt)} attempt is due at ${atTime(task.dueAt, now)}.`)
        : event(null, 'queued', `Waits in ${queue} until ${atTime(task.dueAt, now)}.`),
    ]
  if (task.state === 'ready') return [...failed, event(null, 'queued', `Waits in ${queue} for a worker.`)]
  if (task.state === 'inFlight')
    return [...failed, event(null, 'started', `A worker has taken it from ${queue}.`)]
  if (outcomes.some(({ result }) => result === 'dead')) return failed
  return [...failed, event(null, 'died', `Died; it waits on ${backend} to be taken into the archive.`)]
}
