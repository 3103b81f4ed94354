/** What a project produces: one producer per type, each with its backend, schema and count. */
import type { BackendKind, Duplicate, Outgoing } from '../backends/backend.ts'
import { capabilitiesOf } from '../backends/registry.ts'
import type { ProducerConfig, TaskConfig } from '../config.ts'
import { asError } from '../consume/verdict.ts'
import { TaskError } from '../errors.ts'
import { compilePayloadSchema, type PayloadCheck } from '../publish/payload-schema.ts'
import { type PreparedTask, prepareTask } from '../publish/prepare-task.ts'
import { publishGroups } from '../publish/publish-groups.ts'
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
  readonly check: PayloadCheck | null
  /** Why it cannot check payloads; it then refuses to publish. */
  readonly error: Error | null
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
  #maxPayloadBytes = 0
  #underWay = 0
  #idle: PromiseWithResolvers<void> | null = null

  constructor(tools: ProducersTools) {
    this.#tools = tools
  }

  configure(config: TaskConfig, linkOf: (backend: string) => BackendLink): void {
    this.#project = config.project
    this.#maxPayloadBytes = config.maxPayloadBytes
    this.#producers = new Map(
      config.producers.map((producer) => {
        const kind = config.backends[producer.backend]?.kind ?? 'memory'
        return [producer.type, makeProducer(producer, kind, linkOf(producer.backend))]
      }),
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
    const groups = Map.groupBy(prepared, ({ producer }) => producer.link)
    this.#underWay += 1
    try {
      const duplicates = await publishGroups(
        [...groups].map(([link, tasks]) => ({
          outgoing: tasks.map(({ outgoing }) => outgoing),
          publish: (outgoing) => this.#send(link, outgoing),
        })),
      )
      return { prepared, duplicates }
    } finally {
      this.#underWay -= 1
      if (this.#underWay === 0) this.#becameIdle()
    }
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
    const { type, queueName } = producer.config
    const queue = { type, ...(queueName === undefined ? {} : { queueName }) }
    try {
      if (input.uniqueKey !== undefined) refuseUnlessUnique(producer)
      const prepared = prepareTask(input, {
        ...this.#tools,
        project: this.#project,
        queue,
        check: producer.check,
        maxPayloadBytes: this.#maxPayloadBytes,
      })
      return { ...prepared, producer }
    } catch (error) {
      throw withIndex(error, index)
    }
  }

  async #send(link: BackendLink, outgoing: readonly Outgoing[]): Promise<readonly Duplicate[]> {
    const backend = await connected(link, this.#tools.publishWaitMs)
    const duplicates = await backend.publish(outgoing)
    const count = (type: string, more: number) =>
      this.#published.set(type, (this.#published.get(type) ?? 0) + more)
    for (const { queue } of outgoing) count(queue.type, 1)
    for (const { id } of duplicates) {
      const type = outgoing.find(({ envelope }) => envelope.attributes.id === id)?.queue.type
      if (type !== undefined) count(type, -1)
    }
    return duplicates
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

/** @throws TaskError `attribute-invalid` */
function refuseUnlessUnique({ config, kind }: Producer): void {
  if (capabilitiesOf(kind).unique) return
  throw new TaskError(
    'attribute-invalid',
    `uniqueKey: expected none: the backend "${config.backend}" is of kind ${kind}, which cannot keep tasks unique`,
    { context: { attribute: 'uniqueKey', type: config.type } },
  )
}

function makeProducer(config: ProducerConfig, kind: BackendKind, link: BackendLink): Producer {
  try {
    const check = config.payloadSchema === undefined ? null : compilePayloadSchema(config.payloadSchema)
    return { config, link, kind, check, error: null }
  } catch (thrown) {
    return { config, link, kind, check: null, error: asError(thrown) }
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
