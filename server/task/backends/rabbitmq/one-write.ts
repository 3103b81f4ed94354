/**
 * amqplib gives each message to the socket by itself, which is a system call each. What is sent in one turn of the event
 * loop goes out in one write instead. amqplib writes in the check phase (`setImmediate`), so the socket is corked when
 * that begins and uncorked in the next; a message that comes alone is delayed by less than anybody can measure.
 */
import type { ChannelModel } from 'amqplib'
import { socketOf } from './connection.ts'

export class OneWrite {
  readonly #model: ChannelModel
  #scheduled = false

  constructor(model: ChannelModel) {
    this.#model = model
  }

  /** To be called before something is sent. */
  begin(): void {
    if (this.#scheduled) return
    this.#scheduled = true
    setImmediate(() => this.#cork())
  }

  #cork(): void {
    this.#scheduled = false
    const socket = socketOf(this.#model)
    if (socket === null) return
    socket.cork()
    setImmediate(() => socket.uncork())
  }
}
