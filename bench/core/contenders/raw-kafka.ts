/**
 * Kafka by hand, with the client that we use: all replicas confirm, an idempotent producer, and what is published meanwhile
 * goes with the next request, as ours does. Offsets are committed in order every few milliseconds: no task is settled by
 * itself, none may end before its predecessor, and a crash repeats what was not committed.
 */
import {
  Admin,
  Consumer,
  type Message,
  MessagesStreamFallbackModes,
  MessagesStreamModes,
  ProduceAcks,
  Producer,
} from '@platformatic/kafka'
import type { Contender, Payload, Site } from '../contender.ts'
import { PAYLOAD } from '../contender.ts'

const ATTEMPT = Buffer.from('attempt')
const PARTITIONS = 12
const MAX_BATCH = 1_000
const CONCURRENCY = 4
const COMMIT_MS = 5
const encode = (payload: Payload) => Buffer.from(JSON.stringify(payload))
const BODY = encode(PAYLOAD)
const bytesOf = (payload: Payload) => (payload === PAYLOAD ? BODY : encode(payload))
const clientOf = ({ url }: Site) => ({ clientId: 'raw', bootstrapBrokers: url.split(',') })

interface Waiting {
  readonly value: Buffer
  readonly attempt: number
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

/** One request after another, each with what waits by then. */
class Sender {
  readonly #producer: Producer
  readonly #topic: string
  #waiting: Waiting[] = []
  #running = 0
  #scheduled = false

  constructor(site: Site) {
    this.#topic = site.name
    this.#producer = new Producer({ ...clientOf(site), acks: ProduceAcks.ALL, idempotent: true })
  }

  send(value: Buffer, attempt: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ value, attempt, resolve, reject })
      this.#schedule()
    })
  }

  #schedule(): void {
    if (this.#scheduled) return
    this.#scheduled = true
    setImmediate(() => {
      this.#scheduled = false
      while (this.#waiting.length > 0 && this.#running < CONCURRENCY) void this.#flush()
    })
  }

  async #flush(): Promise<void> {
    const batch = this.#waiting.splice(0, MAX_BATCH)
    this.#running++
    try {
      await this.#producer.send({
        messages: batch.map(({ value, attempt }) => ({
          topic: this.#topic,
          value,
          ...(attempt === 1 ? {} : { headers: new Map([[ATTEMPT, Buffer.from(String(attempt))]]) }),
        })),
      })
      for (const { resolve } of batch) resolve()
    } catch (error) {
      for (const { reject } of batch) reject(error)
    } finally {
      this.#running--
      this.#schedule()
    }
  }

  close(): Promise<void> {
    return this.#producer.close()
  }
}

function attemptOf(message: Message<Buffer, Buffer, Buffer, Buffer>): number {
  for (const [name, value] of message.headerEntries) if (ATTEMPT.equals(name)) return Number(value.toString())
  return 1
}

export const rawKafka: Contender = {
  async prepare(site) {
    const admin = new Admin(clientOf(site))
    await admin.createTopics({ topics: [site.name], partitions: PARTITIONS, replicas: -1 })
    await admin.close()
  },

  async publisher(site) {
    const sender = new Sender(site)
    return {
      publish: (payload) => sender.send(bytesOf(payload), 1),
      publishBatch: null,
      close: () => sender.close(),
    }
  },

  async consumer(site, { run }) {
    const consumer = new Consumer({ ...clientOf(site), groupId: site.name })
    const retries = new Sender(site)
    const all = Promise.withResolvers<void>()
    let [wanted, done] = [Number.POSITIVE_INFINITY, 0]
    const stream = await consumer.consume({
      topics: [site.name],
      mode: MessagesStreamModes.COMMITTED,
      fallbackMode: MessagesStreamFallbackModes.EARLIEST,
      autocommit: COMMIT_MS,
      maxWaitTime: 500,
      sessionTimeout: 10_000,
      heartbeatInterval: 1_000,
    })
    stream.on('data', (message) => {
      const attempt = attemptOf(message)
      try {
        run({ attempt, payload: () => JSON.parse(message.value.toString()) })
        done += 1
        if (done >= wanted) all.resolve()
      } catch {
        retries.send(message.value, attempt + 1).catch(all.reject)
      }
    })
    return {
      async settled(count) {
        wanted = count
        if (done < wanted) await all.promise
        await new Promise((resolve) => stream.once('autocommit', resolve))
      },
      async close() {
        await consumer.close(true)
        await retries.close()
      },
    }
  },
}
