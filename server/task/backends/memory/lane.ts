/** One place where messages wait in order: a queue has a lane for work and one for the dead. */
import type { Envelope } from '../backend.ts'

export interface Entry {
  readonly envelope: Envelope
  /** Since when, or from when on, it may be delivered; milliseconds of the epoch. */
  readonly readyAtMs: number
  redelivered: boolean
  readonly uniqueKey?: string
  /** Where it stands among the tasks of its partition key; kept over retries. */
  readonly place: Place
}

/** A task that was published for later takes its place then. */
export interface Place {
  readonly fromMs: number
  readonly number: number
}

/** What a task keeps when it is retried. */
export type Kept = Partial<Pick<Entry, 'uniqueKey' | 'place'>>

const keyOf = ({ envelope }: Entry) => envelope.attributes.partitionkey || null

const isBefore = (one: Place, other: Place) =>
  one.fromMs === other.fromMs ? one.number < other.number : one.fromMs < other.fromMs

export class Lane {
  readonly ready: Entry[] = []
  /** Sorted by `readyAtMs`; equal instants keep the order in which they came. */
  readonly delayed: Entry[] = []
  readonly inFlight = new Set<Entry>()
  #published = 0

  add(envelope: Envelope, readyAtMs: number, nowMs: number, kept: Kept = {}): void {
    const { uniqueKey, place = { fromMs: Math.max(readyAtMs, nowMs), number: this.#published++ } } = kept
    const entry: Entry = {
      envelope,
      readyAtMs,
      redelivered: false,
      place,
      ...(uniqueKey === undefined ? {} : { uniqueKey }),
    }
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

  /** The first ready one that waits for no other one of its partition key. */
  takeInOrder(): Entry | undefined {
    const first = this.#firstOfEachKey()
    const busy = new Set([...this.inFlight].map(keyOf))
    const index = this.ready.findIndex((entry) => {
      const key = keyOf(entry)
      return key === null || (first.get(key) === entry && !busy.has(key))
    })
    const entry = this.ready.splice(index, index === -1 ? 0 : 1)[0]
    if (entry !== undefined) this.inFlight.add(entry)
    return entry
  }

  #firstOfEachKey(): Map<string, Entry> {
    const first = new Map<string, Entry>()
    for (const entry of [...this.ready, ...this.delayed]) {
      const key = keyOf(entry)
      const known = key === null ? undefined : first.get(key)
      if (key !== null && (known === undefined || isBefore(entry.place, known.place))) first.set(key, entry)
    }
    return first
  }

  /** Takes those of that id out of what waits. */
  cancel(taskId: string): Entry[] {
    const isIt = (entry: Entry) => entry.envelope.attributes.id === taskId
    const cancelled = [...this.ready, ...this.delayed].filter(isIt)
    for (const entry of cancelled)
      for (const waiting of [this.ready, this.delayed]) {
        const index = waiting.indexOf(entry)
        if (index !== -1) waiting.splice(index, 1)
      }
    return cancelled
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

  /** Empties what waits. */
  purge(): Entry[] {
    return [...this.ready.splice(0), ...this.delayed.splice(0)]
  }

  get size(): number {
    return this.ready.length + this.delayed.length + this.inFlight.size
  }
}
