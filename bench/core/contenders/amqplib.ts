/**
 * RabbitMQ by hand, with the client that we use: a quorum queue, confirms, one acknowledgement per task. It neither
 * encodes nor decodes a payload that nobody looks at, has no ids, checks nothing and survives no broken connection:
 * what is left is what the client and the broker can do.
 */
import { type ConfirmChannel, type ConsumeMessage, connect } from 'amqplib'
import type { Contender, Payload } from '../contender.ts'
import { PAYLOAD } from '../contender.ts'

const ATTEMPT = 'x-attempt'
const encode = (payload: Payload) => Buffer.from(JSON.stringify(payload))
const BODY = encode(PAYLOAD)
const bytesOf = (payload: Payload) => (payload === PAYLOAD ? BODY : encode(payload))

function send(channel: ConfirmChannel, queue: string, body: Buffer, attempt: number): Promise<void> {
  const headers = attempt === 1 ? undefined : { [ATTEMPT]: attempt }
  return new Promise((resolve, reject) => {
    channel.publish('', queue, body, { persistent: true, mandatory: true, headers }, (error) =>
      error ? reject(error) : resolve(),
    )
  })
}

const socketOptions = { noDelay: true }

export const amqplib: Contender = {
  async prepare({ url, name }) {
    const model = await connect(url, socketOptions)
    const channel = await model.createChannel()
    await channel.assertQueue(name, { durable: true, arguments: { 'x-queue-type': 'quorum' } })
    await model.close()
  },

  async publisher({ url, name }) {
    const model = await connect(url, socketOptions)
    const channel = await model.createConfirmChannel()
    return {
      publish: (payload) => send(channel, name, bytesOf(payload), 1),
      publishBatch: null,
      close: () => model.close(),
    }
  },

  async consumer({ url, name }, { workers, run }) {
    const [consuming, publishing] = [await connect(url, socketOptions), await connect(url, socketOptions)]
    const channel = await consuming.createChannel()
    const retries = await publishing.createConfirmChannel()
    const all = Promise.withResolvers<void>()
    let [wanted, done] = [Number.POSITIVE_INFINITY, 0]
    const work = async (message: ConsumeMessage) => {
      const attempt = Number(message.properties.headers?.[ATTEMPT] ?? 1)
      try {
        run({ attempt, payload: () => JSON.parse(message.content.toString()) })
        done += 1
      } catch {
        await send(retries, name, message.content, attempt + 1)
      }
      channel.ack(message)
      if (done >= wanted) all.resolve()
    }
    await channel.prefetch(workers)
    await channel.consume(name, (message) => {
      if (message !== null) work(message).catch(all.reject)
    })
    return {
      async settled(count) {
        wanted = count
        if (done < wanted) await all.promise
        // An acknowledgement has no answer; this has, and comes after it.
        await channel.checkQueue(name)
      },
      close: async () => void (await Promise.all([consuming.close(), publishing.close()])),
    }
  },
}
