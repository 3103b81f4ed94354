/** Makes a type's topics. About a topic that is somebody else's nothing is declared; our own stand beside it. */
import type { Admin } from '@platformatic/kafka'
import { saysAny } from './kafka-error.ts'
import type { KafkaLink } from './link.ts'
import type { TopicNames } from './names.ts'

export interface TopicOptions {
  readonly partitions: number
  /** null: the brokers' own default. */
  readonly replicationFactor: number | null
}

/** Waiting tasks do not expire; what is done is deleted (`cleaner.ts`). A task may be 1 MiB, and its headers come on top. */
const CONFIGS = [
  { name: 'retention.ms', value: '-1' },
  { name: 'retention.bytes', value: '-1' },
  { name: 'cleanup.policy', value: 'delete' },
  { name: 'max.message.bytes', value: '10485760' },
]

const isThere = (error: unknown) => saysAny(error, ['TOPIC_ALREADY_EXISTS'])

export class Topics {
  readonly #link: KafkaLink
  readonly #options: TopicOptions

  constructor(link: KafkaLink, options: TopicOptions) {
    this.#link = link
    this.#options = options
  }

  /**
   * Idempotent; a topic that is there with another number of partitions stays as it is.
   * @throws TaskError `queue-mismatch` when an existing topic is missing or the brokers refuse, `backend-unavailable`
   */
  async declare(names: TopicNames): Promise<void> {
    await this.#link.run(async (admin) => {
      if (names.foreign) await this.#known(admin, [{ topic: names.work }])
      const wanted = [
        ...(names.foreign ? [] : [{ topic: names.work, partitions: this.#options.partitions }]),
        ...[...names.retries, names.dead].map((topic) => ({ topic, partitions: 1 })),
      ]
      const known = new Set(await admin.listTopics())
      const missing = wanted.filter(({ topic }) => !known.has(topic))
      if (missing.length > 0) await this.#create(admin, missing)
    })
  }

  async #create(admin: Admin, topics: { topic: string; partitions: number }[]): Promise<void> {
    const { replicationFactor } = this.#options
    try {
      await admin.createTopics({ topics, replicas: replicationFactor ?? -1, configs: CONFIGS })
    } catch (error) {
      // Somebody else makes them at the same time: each by itself, then.
      if (!isThere(error)) throw error
      if (topics.length > 1) for (const topic of topics) await this.#create(admin, [topic])
    }
    await this.#known(admin, topics)
  }

  /** A broker may know of a topic a moment later than the controller that made it. */
  async #known(admin: Admin, topics: readonly { topic: string }[]): Promise<void> {
    const names = topics.map(({ topic }) => topic)
    for (let attempt = 1; ; attempt++)
      try {
        await admin.metadata({ topics: names, forceUpdate: true })
        return
      } catch (error) {
        if (attempt === 20) throw error
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
  }
}
