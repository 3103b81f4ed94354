/**
 * Kafka by hand, with the client that we use: all replicas confirm, an idempotent producer, and what is published meanwhile
 * goes with the next request, as ours does. It takes as many tasks as there are workers, runs them, commits, and takes the next:
 * none is settled by itself, and all wait for the slowest. Its records are bare, or the CloudEvents that ours sends (`shape.ts`).
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
import type { Contender, Site } from '../contender.ts'
import { bytesOf, eventAttributes, type Shape } from './shape.ts'

const ATTEMPT = 'ce_attempt'
const PARTITIONS = 12
const MAX_BATCH = 1_000
const CONCURRENCY = 4
const clientOf = ({ url }: Site) => ({ clientId: 'raw', bootstrapBrokers: url.split(',') })

type Headers = Map<Buffer, Buffer>

/** The same few names come with every record. */
const names = new Map<string, Buffer>()
function nameOf(name: string): Buffer {
  const known = names.get(name) ?? Buffer.from(name)
  names.set(name, known)
  return known
}

/** What stands beside the payload. */
type HeadersOf = (attempt: number) => Headers | undefined
const bareHeaders: HeadersOf = (attempt) =>
  attempt === 1 ? undefined : new Map([[nameOf(ATTEMPT), Buffer.from(String(attempt))]])
const eventHeaders: HeadersOf = (attempt) =>
  new Map(
    Object.entries(eventAttributes(attempt)).map(([name, value]) => [
      nameOf(name === 'datacontenttype' ? 'content-type' : `ce_${name}`),
      Buffer.from(value),
    ]),
  )

interface Waiting {
  readonly value: Buffer
  readonly headers: Headers | undefined
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

  send(value: Buffer, headers: Headers | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ value, headers, resolve, reject })
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
        messages: batch.map(({ value, headers }) => ({
          topic: this.#topic,
          value,
          ...(headers === undefined ? {} : { headers }),
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

type RawMessage = Message<Buffer, Buffer, Buffer, Buffer>

/** Where each partition goes on. */
function lastOf(batch: readonly RawMessage[], topic: string) {
  const last = new Map(batch.map(({ partition, offset }) => [partition, offset]))
  return [...last].map(([partition, offset]) => ({ topic, partition, offset: offset + 1n, leaderEpoch: -1 }))
}

function attemptOf(message: RawMessage): number {
  const wanted = nameOf(ATTEMPT)
  for (const [name, value] of message.headerEntries) if (wanted.equals(name)) return Number(value.toString())
  return 1
}

export function rawKafka(shape: Shape): Contender {
  const headersOf = shape === 'bare' ? bareHeaders : eventHeaders
  return {
    async prepare(site) {
      const admin = new Admin(clientOf(site))
      await admin.createTopics({ topics: [site.name], partitions: PARTITIONS, replicas: -1 })
      await admin.close()
    },

    async publisher(site) {
      const sender = new Sender(site)
      return {
        publish: (payload) => sender.send(bytesOf(shape, payload), headersOf(1)),
        publishBatch: null,
        close: () => sender.close(),
      }
    },

    async consumer(site, { workers, run }) {
      const consumer = new Consumer({ ...clientOf(site), groupId: site.name })
      const retries = new Sender(site)
      const all = Promise.withResolvers<void>()
      let [wanted, done] = [Number.POSITIVE_INFINITY, 0]
      const stream = await consumer.consume({
        topics: [site.name],
        mode: MessagesStreamModes.COMMITTED,
        fallbackMode: MessagesStreamFallbackModes.EARLIEST,
        autocommit: false,
        maxWaitTime: 500,
        sessionTimeout: 10_000,
        heartbeatInterval: 1_000,
      })
      const round = async (batch: readonly RawMessage[]) => {
        const stored: Promise<void>[] = []
        for (const message of batch) {
          const attempt = attemptOf(message)
          const decode = () => JSON.parse(message.value.toString())
          const decoded = shape === 'bare' ? null : decode()
          try {
            run({ attempt, payload: () => decoded ?? decode() })
            done += 1
          } catch {
            stored.push(retries.send(message.value, headersOf(attempt + 1)))
          }
        }
        await Promise.all(stored)
        await consumer.commit({ offsets: lastOf(batch, site.name) })
        if (done >= wanted) all.resolve()
      }
      const working = (async () => {
        let batch: RawMessage[] = []
        for await (const message of stream) {
          batch.push(message)
          if (batch.length < workers && stream.readableLength > 0) continue
          await round(batch)
          batch = []
        }
      })()
      working.catch(all.reject)
      return {
        async settled(count) {
          wanted = count
          if (done < wanted) await all.promise
        },
        async close() {
          await consumer.close(true)
          await retries.close()
        },
      }
    },
  }
}
