/**
 * One channel for declaring, counting and purging, used by one at a time: whatever the broker refuses closes the channel,
 * and must not take anybody else's question with it.
 */
import type { Channel, ChannelModel } from 'amqplib'
import { asTaskError, unavailable } from './rabbitmq-error.ts'

export class ControlChannel {
  readonly #model: () => ChannelModel | null
  #open: { readonly model: ChannelModel; readonly channel: Channel } | null = null
  #turn: Promise<unknown> = Promise.resolve()

  constructor(model: () => ChannelModel | null) {
    this.#model = model
  }

  /** @throws TaskError `queue-mismatch` or `backend-unavailable` */
  run<T>(work: (channel: Channel) => Promise<T>): Promise<T> {
    const turn = this.#turn.then(() => this.#run(work))
    this.#turn = turn.catch(() => undefined)
    return turn
  }

  async #run<T>(work: (channel: Channel) => Promise<T>): Promise<T> {
    try {
      return await work(await this.#channel())
    } catch (error) {
      throw asTaskError(error)
    }
  }

  async #channel(): Promise<Channel> {
    const model = this.#model()
    if (model === null) throw unavailable(new Error('not connected'))
    if (this.#open?.model === model) return this.#open.channel
    const channel = await model.createChannel()
    this.#open = { model, channel }
    // The rejected call tells the reason.
    channel.on('error', () => undefined)
    channel.on('close', () => {
      if (this.#open?.channel === channel) this.#open = null
    })
    return channel
  }
}
