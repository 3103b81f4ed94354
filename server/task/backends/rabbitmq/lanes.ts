/**
 * The lanes of one subscription, made to hold as much as is wanted.
 *
 * More is wanted: a lane for the difference is added, and the others are not touched. Less: the newest lanes are cancelled
 * and drain; when that was too much, a lane for what is missing follows as they drain. A prefetch that moves by less than
 * a quarter is left to the gate of the subscription.
 */
import type { ChannelModel, ConsumeMessage } from 'amqplib'
import { Lane } from './lane.ts'

/** More would cost a channel each; then the small ones are merged. */
const MOST_LANES = 3
/** Of a short integer; 0 would mean no limit. */
const MAX_PREFETCH = 65_535

export interface LanesHooks {
  readonly onMessage: (lane: Lane, message: ConsumeMessage) => void
  /** The channel is closed; what was delivered on it is lost. */
  readonly onClosed: (lane: Lane) => void
  /** The broker ended a lane: look again in a while. */
  readonly onBroken: () => void
}

export class Lanes {
  readonly #queue: string
  readonly #hooks: LanesHooks
  readonly #open: Lane[] = []

  constructor(queue: string, hooks: LanesHooks) {
    this.#queue = queue
    this.#hooks = hooks
  }

  get #capacity(): number {
    return this.#open.reduce((sum, { prefetch }) => sum + prefetch, 0)
  }

  isOpen(lane: Lane): boolean {
    return this.#open.includes(lane)
  }

  /**
   * @param draining how many deliveries of lanes that are no longer open are not settled
   * @throws what the broker answers when the queue cannot be consumed
   */
  async align(model: ChannelModel, wanted: number, draining: number): Promise<void> {
    if (wanted === 0 || this.#capacity > wanted * 1.25) await this.#shrinkTo(wanted)
    const room = Math.min(wanted - this.#capacity - draining, MAX_PREFETCH)
    if (room <= 0 || (draining > 0 && room < wanted / 4)) return
    if (this.#open.length < MOST_LANES) await this.#add(model, room)
    else await this.#merge()
  }

  async cancelAll(): Promise<void> {
    await this.#shrinkTo(0)
  }

  async #shrinkTo(wanted: number): Promise<void> {
    const cancelled: Lane[] = []
    while (this.#capacity > wanted) cancelled.push(this.#open.pop() as Lane)
    await Promise.all(cancelled.map((lane) => lane.cancel()))
  }

  /** All but the largest; when they have drained there is room for one in their place. */
  async #merge(): Promise<void> {
    this.#open.sort((a, b) => b.prefetch - a.prefetch)
    await Promise.all(this.#open.splice(1).map((lane) => lane.cancel()))
  }

  async #add(model: ChannelModel, prefetch: number): Promise<void> {
    const lane = await Lane.open(model, this.#queue, prefetch, {
      onMessage: this.#hooks.onMessage,
      onCancelled: (ended) => {
        this.#remove(ended)
        this.#hooks.onBroken()
      },
      onClosed: (ended, unexpected) => {
        this.#remove(ended)
        this.#hooks.onClosed(ended)
        if (unexpected) this.#hooks.onBroken()
      },
    })
    if (lane.state === 'open') this.#open.push(lane)
  }

  #remove(lane: Lane): void {
    const index = this.#open.indexOf(lane)
    if (index >= 0) this.#open.splice(index, 1)
  }
}
