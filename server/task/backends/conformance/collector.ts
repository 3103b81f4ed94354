/** A consumer of the suite: keeps what it is handed until the test settles it. */
import type { Backend, ConsumeOptions, Delivery, QueueSpec, Subscription } from '../backend.ts'
import { until } from './eventually.ts'
import { idOf } from './messages.ts'

export class Collector {
  /** Everything that ever arrived, in order. */
  readonly arrived: Delivery[] = []
  readonly errors: Error[] = []
  #next = 0
  #subscription: Subscription | undefined

  static async start(
    backend: Backend,
    queue: QueueSpec,
    options: Partial<Pick<ConsumeOptions, 'prefetch' | 'from' | 'orderByKey'>> = {},
  ): Promise<Collector> {
    const collector = new Collector()
    collector.#subscription = await backend.consume(queue, {
      prefetch: options.prefetch ?? 1_000,
      ...(options.from === undefined ? {} : { from: options.from }),
      orderByKey: options.orderByKey ?? false,
      onDelivery: (delivery) => collector.arrived.push(delivery),
      onError: (error) => collector.errors.push(error),
    })
    return collector
  }

  get subscription(): Subscription {
    if (this.#subscription === undefined) throw new Error('the collector was not started')
    return this.#subscription
  }

  get ids(): string[] {
    return this.arrived.map(({ envelope }) => idOf(envelope))
  }

  /** The next one that the test has not looked at yet. */
  async next(withinMs = 10_000): Promise<Delivery> {
    await until('a delivery', () => this.arrived.length > this.#next, withinMs)
    return this.arrived[this.#next++] as Delivery
  }

  async take(count: number, withinMs = 10_000): Promise<Delivery[]> {
    const taken: Delivery[] = []
    while (taken.length < count) taken.push(await this.next(withinMs))
    return taken
  }
}
