/**
 * Sends one batch of a replay. At most one is under way per replay, so that a crash leaves at most one open.
 *
 * 1. Mark: the tasks become `sending` and their `sentCount` goes up, in one commit. What a crash left in `sending` comes
 *    first: whether it was taken is open, so it is sent again, and counted.
 * 2. Publish, to the backend that each type has now.
 * 3. Record: what the broker confirmed is `sent`; what it did not is `pending` again. A task whose outcome was faster
 *    than this commit keeps its outcome, and one that another process has marked since is left to that one.
 */
import type { Database } from '../store/database.ts'
import type { Route } from '../store/replay-routes.ts'
import {
  type ArchivedMessage,
  type ReplayTaskRow,
  readMessages,
  readReplayTasks,
  type SizedTask,
  tasksInState,
} from '../store/replay-tasks.ts'
import { lockReplay, type ReplayRow } from '../store/replays.ts'
import { inTransaction, type Transaction } from '../store/transaction.ts'
import { type Backend, isTaskError, type Outgoing, PublishError } from '../task/index.ts'
import { changeTasks } from './change-tasks.ts'
import { replayEnvelope } from './replay-envelope.ts'
import type { TaskChange } from './replay-rules.ts'

/** What a crash may leave open. */
export const MOST_IN_BATCH = 100
/** Payloads of a batch are in memory at once. */
const MOST_BYTES = 4_194_304

export interface BatchRequest {
  /** Only failures behind this id. */
  readonly after: string
  readonly limit: number
  /** Of all types of the replay that exist. */
  readonly routes: ReadonlyMap<string, Route>
  /** Types whose backend cannot be reached now. */
  readonly exceptTypes: readonly string[]
}

export interface MarkedBatch {
  /** To be sent. */
  readonly tasks: readonly ReplayTaskRow[]
  /** The last id that was looked at; null when nothing was found behind `after`. */
  readonly last: string | null
}

const NOTHING: MarkedBatch = { tasks: [], last: null }

export async function markBatch(
  { database, now }: { database: Database; now(): Date },
  replayId: string,
  request: BatchRequest,
): Promise<MarkedBatch> {
  return inTransaction(database, async (tx) => {
    const replay = await lockReplay(tx, replayId)
    if (replay === null || replay.state !== 'running') return NOTHING
    const found = withinLimits(await findTasks(tx, replay, request))
    const at = now()
    const changes = found.map((before) => ({ before, after: marked(before, request.routes, at) }))
    await changeTasks(tx, replay, changes, at)
    const tasks = changes.map(({ after }) => after).filter(({ state }) => state === 'sending')
    return { tasks, last: found.at(-1)?.deadId ?? null }
  })
}

async function findTasks(tx: Transaction, replay: ReplayRow, request: BatchRequest): Promise<SizedTask[]> {
  const { id: replayId } = replay
  const { after, limit, exceptTypes } = request
  const left = { replayId, state: 'sending' as const, after: '', limit, exceptTypes }
  const open = replay.sending > 0 ? await tasksInState(tx, left) : []
  return open.length > 0 ? open : tasksInState(tx, { replayId, state: 'pending', after, limit, exceptTypes })
}

/** Ids tell a batch's tasks apart when a broker confirms a part, so one that died twice is not in it twice. */
function withinLimits(tasks: readonly SizedTask[]): SizedTask[] {
  const ids = new Set<string>()
  let bytes = 0
  return tasks.filter((task) => {
    if (ids.has(task.taskId) || (ids.size > 0 && bytes + task.bytes > MOST_BYTES)) return false
    ids.add(task.taskId)
    bytes += task.bytes
    return true
  })
}

function marked(task: ReplayTaskRow, routes: ReadonlyMap<string, Route>, now: Date): ReplayTaskRow {
  if (routes.has(task.type)) return { ...task, state: 'sending', sentCount: task.sentCount + 1 }
  return skipped(task, `The task type "${task.type}" no longer exists.`, now)
}

const skipped = (task: ReplayTaskRow, detail: string, now: Date): ReplayTaskRow => ({
  ...task,
  state: 'skipped',
  detail,
  endedAt: now,
})

export interface Trouble {
  readonly backend: string
  readonly reason: string
  /** Whether the same tasks may be taken later. */
  readonly retryable: boolean
}

export interface Sent {
  /** Ids of the failures whose tasks were confirmed. */
  readonly accepted: ReadonlySet<string>
  readonly troubles: readonly Trouble[]
  /** Backends that took all they were given. */
  readonly worked: readonly string[]
}

export async function publishBatch(
  deps: { readonly database: Database; readonly backendOf: (name: string) => Backend },
  replay: ReplayRow,
  { tasks, routes }: { tasks: readonly ReplayTaskRow[]; routes: ReadonlyMap<string, Route> },
): Promise<Sent> {
  const messages = await readMessages(
    deps.database,
    replay.id,
    tasks.map((task) => task.deadId),
  )
  const campaign = { id: replay.id, maxAttempts: replay.options.maxAttempts }
  const byBackend = Map.groupBy([...messages.values()], ({ typeName }) => routes.get(typeName)?.backend ?? '')
  const parts = await Promise.all(
    [...byBackend].map(([name, group]) => {
      const batch = group.map((message) => outgoing(message, routes, campaign))
      return publishTo(name, deps.backendOf(name), group, batch)
    }),
  )
  return {
    accepted: new Set(parts.flatMap(({ accepted }) => accepted)),
    troubles: parts.flatMap(({ trouble }) => trouble ?? []),
    worked: parts.flatMap(({ name, trouble }) => (trouble === null ? [name] : [])),
  }
}

function outgoing(
  message: ArchivedMessage,
  routes: ReadonlyMap<string, Route>,
  campaign: { id: string; maxAttempts: number },
): Outgoing {
  const queueName = routes.get(message.typeName)?.queueName ?? null
  const queue = { type: message.typeName, ...(queueName === null ? {} : { queueName }) }
  return { queue, envelope: replayEnvelope(message, campaign) }
}

async function publishTo(
  name: string,
  backend: Backend,
  group: readonly ArchivedMessage[],
  batch: readonly Outgoing[],
): Promise<{ name: string; accepted: readonly string[]; trouble: Trouble | null }> {
  const ids = (of: readonly ArchivedMessage[]) => of.map(({ deadId }) => deadId)
  try {
    await backend.publish(batch)
    return { name, accepted: ids(group), trouble: null }
  } catch (error) {
    const taken = new Set(error instanceof PublishError ? error.accepted : [])
    const accepted = ids(group.filter((_, index) => taken.has(batch[index]?.envelope.attributes.id ?? '')))
    const reason = error instanceof Error ? error.message : String(error)
    // What is no error of the core says nothing of the tasks.
    const retryable = !isTaskError(error) || error.retryable || error.code === 'closed'
    return { name, accepted, trouble: { backend: name, reason, retryable } }
  }
}

export interface Result {
  readonly accepted: ReadonlySet<string>
  /** Why what was not accepted never will be; null: it waits again. */
  readonly refusal: string | null
}

export async function recordBatch(
  { database, now }: { database: Database; now(): Date },
  replayId: string,
  tasks: readonly ReplayTaskRow[],
  result: Result,
): Promise<void> {
  await inTransaction(database, async (tx) => {
    const replay = await lockReplay(tx, replayId)
    if (replay === null) return
    const ids = tasks.map((task) => task.deadId)
    const mark = new Map(tasks.map((task) => [task.deadId, task.sentCount]))
    const standing = (await readReplayTasks(tx, replayId, ids)).filter(
      ({ deadId, state, sentCount }) => state === 'sending' && sentCount === mark.get(deadId),
    )
    const at = now()
    const changes = standing.map(
      (before): TaskChange => ({ before, after: after(before, replay, result, at) }),
    )
    await changeTasks(tx, replay, changes, at)
  })
}

function after(
  task: ReplayTaskRow,
  replay: ReplayRow,
  { accepted, refusal }: Result,
  now: Date,
): ReplayTaskRow {
  if (accepted.has(task.deadId)) return { ...task, state: 'sent', sentAt: now }
  if (refusal !== null) return skipped(task, refusal, now)
  if (replay.state === 'cancelled') return { ...task, state: 'cancelled', endedAt: now }
  return { ...task, state: 'pending' }
}
