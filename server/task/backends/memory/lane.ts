/** One place where messages wait in order: a queue has a lane for work and one for the dead. */
import type { Envelope } from '../backend.ts'

export interface Entry {
  readonly envelope: Envelope
  /** Since when, or from when on, it may be delivered; milliseconds of the epoch. */
  readonly readyAtMs: number
  redelivered: boolean
}

export class Lane {
  readonly ready: Entry[] = []
  /** Sorted by `readyAtMs`; equal instants keep the order in which they came. */
  readonly delayed: Entry[] = []
  readonly inFlight = new Set<Entry>()

  add(envelope: Envelope, readyAtMs: number, nowMs: number): void {
    const entry = { envelope, readyAtMs, redelivered: false }
    if (readyAtMs <= nowMs) this.ready.push(entry)
    else this.delayed.splice(this.#positionOf(readyAtMs), 0, entry)
  }

  #positionOf(readyAtMs: number): number {
    let [low, high] = [0, this.delayed.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.delayed[middle] as Entry).readyAtMs <= readyAtMs) low = middle + 1
      else high = middle
    }
    return low
  }

  /** Moves what is due to the ready ones. */
  promote(nowMs: number): void {
    while (this.delayed[0] !== undefined && this.delayed[0].readyAtMs <= nowMs)
      this.ready.push(this.delayed.shift() as Entry)
  }

  nextDueMs(): number | null {
    return this.delayed[0]?.readyAtMs ?? null
  }

  take(): Entry | undefined {
    const entry = this.ready.shift()
    if (entry !== undefined) this.inFlight.add(entry)
    return entry
  }

  /** False when it is no longer in flight: settled already, or given back. */
  remove(entry: Entry): boolean {
    return this.inFlight.delete(entry)
  }

  /** Back to the head of the line, where it stood. */
  giveBack(entry: Entry, handedOut: boolean): boolean {
    if (!this.inFlight.delete(entry)) return false
    entry.redelivered ||= handedOut
    this.ready.unshift(entry)
    return true
  }

  /** Empties what waits and tells how many there were. */
  purge(): number {
    const count = this.ready.length + this.delayed.length
    this.ready.length = 0
    this.delayed.length = 0
    return count
  }

  get size(): number {
    return this.ready.length + this.delayed.length + this.inFlight.size
  }
}
