/** Each measurement has names of its own on the broker. */
import { randomBytes } from 'node:crypto'
import { connect } from 'amqplib'
import { dueExchange } from '../../server/task/backends/rabbitmq/ladder.ts'
import { namesOf } from '../../server/task/backends/rabbitmq/names.ts'
import { OUTCOMES_QUEUE } from '../../server/task/wire/outcome.ts'
import type { Site } from '../core/contender.ts'
import { TYPE } from '../core/contenders/signalbox.ts'
import type { Sites } from './sites.ts'

/** A retry at once uses no rung of the delay ladder, so only its end was made. */
function queuesOf(name: string): string[] {
  const ours = [{ type: TYPE }, OUTCOMES_QUEUE].map((queue) => namesOf(name, queue))
  return [name, `${name}.delay.unroutable`, ...ours.flatMap(({ work, dead }) => [work, dead])]
}

export async function openRabbit(url: string): Promise<Sites> {
  const model = await connect(url)
  const { version } = model.connection.serverProperties
  const channel = await model.createChannel()
  return {
    version: `RabbitMQ ${version}`,
    make: async (): Promise<Site> => ({ url, name: `bench${randomBytes(4).toString('hex')}` }),
    async remove({ name }) {
      for (const queue of queuesOf(name)) await channel.deleteQueue(queue)
      for (const exchange of [dueExchange(name), `${name}.delay.unroutable`])
        await channel.deleteExchange(exchange)
    },
    close: () => model.close(),
  }
}
