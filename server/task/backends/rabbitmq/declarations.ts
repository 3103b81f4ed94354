/** What this process has declared on the broker, and so need not declare again. */
import type { ControlChannel } from './control.ts'
import { declareRungs, rungOf } from './ladder.ts'
import type { QueueNames } from './names.ts'
import { declareType } from './topology.ts'

export class Declarations {
  readonly #control: ControlChannel
  readonly #namespace: string
  readonly #types = new Set<string>()
  /** How many rungs stand. */
  #rungs = 0

  constructor(control: ControlChannel, namespace: string) {
    this.#control = control
    this.#namespace = namespace
  }

  /** @throws TaskError `queue-mismatch` or `backend-unavailable` */
  async declare(names: QueueNames): Promise<void> {
    await this.#control.run((channel) => declareType(channel, this.#namespace, names))
    this.#types.add(names.dead)
  }

  /** Whatever a message that is delayed by so long passes through; only as many rungs as somebody needs. */
  async forDelay(names: QueueNames, delayMs: number): Promise<void> {
    if (!this.#types.has(names.dead)) await this.declare(names)
    const top = rungOf(delayMs)
    if (top < this.#rungs) return
    await this.#control.run(async (channel) => {
      await declareRungs(channel, this.#namespace, this.#rungs, top)
      this.#rungs = Math.max(this.#rungs, top + 1)
    })
  }

  /** Somebody deleted a part of the ladder. */
  forgetLadder(): void {
    this.#rungs = 0
  }
}
