/** What a project produces: one producer per type, each with its backend, schema and count. */
import type { Backend, BackendKind, Duplicate, Outgoing } from '../backends/backend.ts'
import { capabilitiesOf } from '../backends/registry.ts'
import type { ProducerConfig, TaskConfig } from '../config.ts'
import { asError } from '../consume/verdict.ts'
import { PublishError, TaskError } from '../errors.ts'
import { compilePayloadSchema } from '../publish/payload-schema.ts'
import { type PreparedTask, type PrepareTaskTools, prepareTask } from '../publish/prepare-task.ts'
import { type PublishGroup, publishGroups } from '../publish/publish-groups.ts'
import type { ProducerReport } from '../source/heartbeat.ts'
import type { NewTask } from '../task.ts'
import type { BackendLink } from './backend-link.ts'
import { connected } from './connected.ts'

export interface ProducersTools {
  readonly now: () => Date
  readonly newId: () => string
  /** How long a publish waits for a backend that is not connected, in milliseconds. */
  readonly publishWaitMs: number
}

interface Producer {
  readonly config: ProducerConfig
  readonly link: BackendLink
  readonly kind: BackendKind
  /** Why it cannot check payloads; it then refuses to publish. */
  readonly error: Error | null
  /** The same for all its tasks. */
  readonly prepare: PrepareTaskTools
}

export interface PublishedBatch {
  readonly prepared: readonly PreparedTask[]
  readonly duplicates: readonly Duplicate[]
}

export class Producers {
  readonly #tools: ProducersTools
  readonly #published = new Map<string, number>()
  #producers = new Map<string, Producer>()
  #project = ''
  #underWay = 0
  #idle: PromiseWithResolvers<void> | null = null

  constructor(tools: ProducersTools) {
    this.#tools = tools
  }

  configure(config: TaskConfig, linkOf: (backend: string) => BackendLink): void {
    this.#project = config.project
    this.#producers = new Map(
      config.producers.map((producer) => [
        producer.type,
        makeProducer(producer, config, linkOf(producer.backend), this.#tools),
      ]),
    )
  }

  /**
   * Resolves with the tasks when the brokers confirmed all of them, and with those that were not stored because
   * another task holds their unique key. Nothing is sent when one of them is invalid.
   * @throws TaskError `type-not-produced`, those of `prepareTask` (with the `index` in its context), those of
   *   `BackendLink.ready`, and `PublishError`
   */
  async publish(batch: readonly NewTask[]): Promise<PublishedBatch> {
    const prepared = batch.map((input, index) => this.#prepare(input, index))
    this.#underWay += 1
    try {
      return { prepared, duplicates: await publishGroups(this.#groupsOf(prepared)) }
    } finally {
      this.#underWay -= 1
      if (this.#underWay === 0) this.#becameIdle()
    }
  }

  #groupsOf(prepared: readonly (PreparedTask & { readonly producer: Producer })[]): PublishGroup[] {
    const [only] = prepared
    if (prepared.length === 1 && only !== undefined)
      return [this.#groupOf(only.producer.link, [only.outgoing])]
    const groups = new Map<BackendLink, Outgoing[]>()
    for (const { producer, outgoing } of prepared) {
      const group = groups.get(producer.link)
      if (group === undefined) groups.set(producer.link, [outgoing])
      else group.push(outgoing)
    }
    return Array.from(groups, ([link, outgoing]) => this.#groupOf(link, outgoing))
  }

  #groupOf(link: BackendLink, outgoing: readonly Outgoing[]): PublishGroup {
    return { outgoing, publish: (batch) => this.#send(link, batch) }
  }

  /** Resolves when no publish is under way. */
  async idle(): Promise<void> {
    if (this.#underWay === 0) return
    this.#idle ??= Promise.withResolvers<void>()
    await this.#idle.promise
  }

  links(): BackendLink[] {
    return [...this.#producers.values()].map(({ link }) => link)
  }

  report(): ProducerReport[] {
    return [...this.#producers.values()].map(({ config, link, error }) => {
      const problem = error ?? link.problem
      return {
        type: config.type,
        state: problem === null ? 'ready' : 'crashed',
        published: this.#published.get(config.type) ?? 0,
        error: problem?.message ?? null,
      }
    })
  }

  #becameIdle(): void {
    this.#idle?.resolve()
    this.#idle = null
  }

  #prepare(input: NewTask, index: number): PreparedTask & { readonly producer: Producer } {
    const producer = this.#producers.get(input.type)
    if (producer === undefined) throw this.#notProduced(input.type, index)
    if (producer.error !== null) throw producer.error
    try {
      if (input.uniqueKey !== undefined) refuseUnlessUnique(producer)
      const { task, outgoing } = prepareTask(input, producer.prepare)
      return { task, outgoing, producer }
    } catch (error) {
      throw withIndex(error, index)
    }
  }

  async #send(link: BackendLink, outgoing: readonly Outgoing[]): Promise<readonly Duplicate[]> {
    const backend = link.connected ?? (await connected(link, this.#tools.publishWaitMs))
    const duplicates = await publishDeclared(backend, outgoing)
    for (const { queue } of outgoing) this.#count(queue.type, 1)
    for (const { id } of duplicates) {
      const type = outgoing.find(({ envelope }) => envelope.attributes.id === id)?.queue.type
      if (type !== undefined) this.#count(type, -1)
    }
    return duplicates
  }

  #count(type: string, more: number): void {
    this.#published.set(type, (this.#published.get(type) ?? 0) + more)
  }

  #notProduced(type: string, index: number): TaskError {
    const known = [...this.#producers.keys()].join(', ') || 'nothing'
    return new TaskError(
      'type-not-produced',
      `The project "${this.#project}" is not assigned to produce "${type}"; it produces: ${known}.`,
      { context: { type, project: this.#project, index } },
    )
  }
}

/** Without a control plane nobody has declared the queue before its first task. */
async function publishDeclared(
  backend: Backend,
  outgoing: readonly Outgoing[],
): Promise<readonly Duplicate[]> {
  try {
    return await backend.publish(outgoing)
  } catch (error) {
    // Where a part was accepted, sending again would repeat it.
    const isUndeclared = error instanceof TaskError && error.context.undeclared === true
    if (!isUndeclared || error instanceof PublishError) throw error
    const queues = new Map(outgoing.map(({ queue }) => [JSON.stringify(queue), queue]))
    for (const queue of queues.values()) await backend.declare(queue)
    return await backend.publish(outgoing)
  }
}

/** @throws TaskError `attribute-invalid` */
function refuseUnlessUnique({ config, kind }: Producer): void {
  if (capabilitiesOf(kind).unique) return
  throw new TaskError(
    'attribute-invalid',
    `uniqueKey: expected none: the backend "${config.backend}" is of kind ${kind}, which cannot keep tasks unique`,
    { context: { attribute: 'uniqueKey', type: config.type } },
  )
}

function makeProducer(
  config: ProducerConfig,
  { project, maxPayloadBytes, backends }: TaskConfig,
  link: BackendLink,
  { now, newId }: ProducersTools,
): Producer {
  const kind = backends[config.backend]?.kind ?? 'memory'
  const { type, queueName } = config
  const queue = { type, ...(queueName === undefined ? {} : { queueName }) }
  const prepare = { project, queue, maxPayloadBytes, now, newId }
  try {
    const check = config.payloadSchema === undefined ? null : compilePayloadSchema(config.payloadSchema)
    return { config, link, kind, error: null, prepare: { ...prepare, check } }
  } catch (thrown) {
    return { config, link, kind, error: asError(thrown), prepare: { ...prepare, check: null } }
  }
}

function withIndex(error: unknown, index: number): unknown {
  if (!(error instanceof TaskError)) return error
  return new TaskError(error.code, error.message, {
    retryable: error.retryable,
    cause: error,
    context: { ...error.context, index },
  })
}
