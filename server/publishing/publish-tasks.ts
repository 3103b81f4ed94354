/**
 * Publishing: receives drafts of tasks, hands them to their backends, and answers only when those have taken
 * responsibility. 1. Has the key had its answer? 2. Check the whole batch. 3. Take the key. 4. One confirmed publish
 * per backend. 5. Settle the key.
 */
import type { Accepted } from '../api/contract/tasks.ts'
import type { Actor } from '../auth/scopes.ts'
import { Refusal } from '../errors.ts'
import type { BackendPool } from '../registry/backend-pool.ts'
import type { KeyedRequest } from '../store/idempotency.ts'
import { type Duplicate, PublishError } from '../task/index.ts'
import { withDuplicates } from '../task/publish/duplicates.ts'
import { checkTasks, type ReadyTask } from './check-tasks.ts'
import type { Draft } from './draft.ts'
import type { IdempotencyKeys } from './idempotency-keys.ts'
import type { PublishCatalog } from './publish-catalog.ts'
import { PublishRefusal } from './publish-refusal.ts'

export interface PublishDeps {
  readonly backends: BackendPool
  readonly catalog: PublishCatalog
  readonly keys: IdempotencyKeys
  /** Bytes; of the encoded payload. */
  readonly maxPayloadBytes: number
  /** Names our own queues in answers. */
  readonly namespace: string
  now(): Date
  /** A UUIDv7. */
  newId(): string
}

export interface PublishRequest {
  readonly actor: Actor
  readonly drafts: readonly Draft[]
  /** null without an `Idempotency-Key`. */
  readonly keyed: KeyedRequest | null
}

/**
 * @throws Refusal 422, 413 or 403 with every error of the batch; nothing was sent
 * @throws Refusal 503 with the ids that were `accepted` before a backend failed
 * @throws Refusal 409 while the same key is being worked on, 422 when it has been used for something else
 */
export async function publishTasks(deps: PublishDeps, request: PublishRequest): Promise<Accepted> {
  const { keyed } = request
  if (keyed === null) {
    const tasks = await checkedTasks(deps, request)
    return told(answerOf(tasks, deps.namespace), await send(deps.backends, tasks))
  }
  const known = await deps.keys.find(keyed)
  if (known !== null) return known
  const tasks = await checkedTasks(deps, request)
  return deps.keys.run(keyed, answerOf(tasks, deps.namespace), async (promised, acceptedIds) =>
    told(promised, await send(deps.backends, remaining(tasks, promised, acceptedIds))),
  )
}

/** The answer, once it is known which tasks were not stored. */
function told(answer: Accepted, duplicates: readonly Duplicate[]): Accepted {
  if (duplicates.length === 0) return answer
  const tasks = withDuplicates(answer.tasks, duplicates)
  return { accepted: tasks.filter(({ duplicateOf }) => duplicateOf === undefined).length, tasks }
}

async function checkedTasks(deps: PublishDeps, { actor, drafts }: PublishRequest): Promise<ReadyTask[]> {
  const names = drafts.flatMap(({ task }) => (task === null ? [] : [task.type]))
  const { maxPayloadBytes, newId } = deps
  const check = async (fresh: boolean) => {
    const found = await deps.catalog.find(names, { fresh })
    const context = { actor, types: found.types, now: deps.now(), maxPayloadBytes, newId }
    return { fresh: found.fresh, result: checkTasks(drafts, context) }
  }
  let { fresh, result } = await check(false)
  if (result instanceof Refusal && !fresh) result = (await check(true)).result
  if (result instanceof Refusal) throw result
  return result
}

function answerOf(tasks: readonly ReadyTask[], namespace: string): Accepted {
  return {
    accepted: tasks.length,
    tasks: tasks.map(({ id, type }) => ({
      id,
      type: type.name,
      queue: type.queueName ?? `${namespace}.${type.name}`,
    })),
  }
}

/** What is left to send of a request that was begun before: under the ids that were promised then. */
function remaining(tasks: readonly ReadyTask[], promised: Accepted, acceptedIds: readonly string[]) {
  const accepted = new Set(acceptedIds)
  return tasks.flatMap((task, index) => {
    const id = promised.tasks[index]?.id ?? task.id
    return accepted.has(id) ? [] : [withId(task, id)]
  })
}

function withId(task: ReadyTask, id: string): ReadyTask {
  const { envelope } = task.outgoing
  const outgoing = {
    ...task.outgoing,
    envelope: { ...envelope, attributes: { ...envelope.attributes, id } },
  }
  return { ...task, id, outgoing }
}

interface Part {
  readonly accepted: readonly string[]
  readonly duplicates: readonly Duplicate[]
  readonly failure: { readonly reason: string; readonly error: unknown } | null
}

async function sendTo(backends: BackendPool, name: string, tasks: readonly ReadyTask[]): Promise<Part> {
  try {
    const backend = await backends.get(name)
    const duplicates = await backend.publish(tasks.map((task) => task.outgoing))
    return { accepted: tasks.map((task) => task.id), duplicates, failure: null }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return {
      accepted: error instanceof PublishError ? error.accepted : [],
      duplicates: [],
      failure: { reason: `backend ${name}: ${reason}`, error },
    }
  }
}

/** Tells which were not stored. @throws PublishRefusal */
async function send(backends: BackendPool, tasks: readonly ReadyTask[]): Promise<readonly Duplicate[]> {
  const byBackend = Map.groupBy(tasks, (task) => task.type.backend)
  const parts = await Promise.all([...byBackend].map(([name, group]) => sendTo(backends, name, group)))
  const failures = parts.flatMap((part) => part.failure ?? [])
  if (failures.length === 0) return parts.flatMap((part) => part.duplicates)
  const accepted = parts.flatMap((part) => part.accepted)
  const reasons = failures.map(({ reason }) => reason)
  throw new PublishRefusal(
    `${accepted.length} of ${tasks.length} tasks were accepted: ${reasons.join('; ')}`,
    accepted,
    failures[0]?.error,
  )
}
