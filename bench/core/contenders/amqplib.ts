/**
 * RabbitMQ by hand, with the client that we use: a quorum queue, confirms, one acknowledgement per task. It checks nothing
 * and survives no broken connection. Its messages are bare, or the CloudEvents that ours sends (`shape.ts`).
 */
import { type ConfirmChannel, type ConsumeMessage, connect, type Options } from 'amqplib'
import type { Contender } from '../contender.ts'
import { bytesOf, eventAttributes, type Shape } from './shape.ts'

const PREFIX = 'cloudEvents_'
const ATTEMPT = 'attempt'

/** What stands beside the payload. */
type Properties = (attempt: number, id?: string) => Options.Publish
const bareProperties: Properties = (attempt) => ({
  headers: attempt === 1 ? undefined : { [PREFIX + ATTEMPT]: String(attempt) },
})
const eventProperties: Properties = (attempt, given) => {
  const { id, type, datacontenttype, ...rest } = eventAttributes(attempt, given)
  const headers = Object.fromEntries(
    Object.entries({ ...rest, id, type }).map(([name, value]) => [PREFIX + name, value]),
  )
  return { messageId: id, type, contentType: datacontenttype, headers }
}

function send(
  channel: ConfirmChannel,
  queue: string,
  body: Buffer,
  properties: Options.Publish,
): Promise<void> {
  return new Promise((resolve, reject) => {
    channel.publish('', queue, body, { ...properties, persistent: true, mandatory: true }, (error) =>
      error ? reject(error) : resolve(),
    )
  })
}

const socketOptions = { noDelay: true }

export function amqplib(shape: Shape): Contender {
  const propertiesOf = shape === 'bare' ? bareProperties : eventProperties
  return {
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
        publish: (payload) => send(channel, name, bytesOf(shape, payload), propertiesOf(1)),
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
        const attempt = Number(message.properties.headers?.[PREFIX + ATTEMPT] ?? 1)
        const decode = () => JSON.parse(message.content.toString())
        const decoded = shape === 'bare' ? null : decode()
        try {
          run({ attempt, payload: () => decoded ?? decode() })
          done += 1
        } catch {
          await send(retries, name, message.content, propertiesOf(attempt + 1, message.properties.messageId))
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
}
