/**
 * How far one partition is done: a queue's order of completion on a log. What is fetched is entered in ascending order and
 * completed in any. Below `watermark` everything is done; above it the text of `progress-text.ts` says what is.
 */

export interface Entry {
  readonly offset: number
  done: boolean
}

export class Progress<E extends Entry> {
  /** In ascending order from `#head` on; offsets without an entry (control records, compacted ones) count as done. */
  #entries: E[] = []
  #head = 0
  /** The first offset that was not fetched yet. */
  #next: number
  /** After the last one that was completed. */
  #doneEnd = 0

  constructor(start: number) {
    this.#next = start
  }

  get next(): number {
    return this.#next
  }

  /** The first offset that is not done. */
  get watermark(): number {
    return this.#entries[this.#head]?.offset ?? this.#next
  }

  /** Entries that are not done, or whose predecessors are not. */
  get size(): number {
    return this.#entries.length - this.#head
  }

  add(entry: E): void {
    this.#entries.push(entry)
    this.#next = entry.offset + 1
  }

  /** Everything below was seen. */
  advance(next: number): void {
    if (next > this.#next) this.#next = next
  }

  complete(entry: E): void {
    entry.done = true
    if (entry.offset >= this.#doneEnd) this.#doneEnd = entry.offset + 1
    while (this.#entries[this.#head]?.done === true) this.#head++
    if (this.#head < 1_024 || this.#head * 2 < this.#entries.length) return
    this.#entries = this.#entries.slice(this.#head)
    this.#head = 0
  }

  /** The entry of that offset, if it is not done. */
  find(offset: number): E | null {
    let [low, high] = [this.#head, this.#entries.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#entries[middle] as E).offset < offset) low = middle + 1
      else high = middle
    }
    const entry = this.#entries[low]
    return entry?.offset === offset && !entry.done ? entry : null
  }

  /** Those that are not done. */
  *pending(): Generator<E> {
    for (let at = this.#head; at < this.#entries.length; at++) {
      const entry = this.#entries[at] as E
      if (!entry.done) yield entry
    }
  }

  /** What is done above the watermark: everything up to `end` but the ascending `open`. */
  above(): { readonly open: number[]; readonly end: number } {
    const open: number[] = []
    for (let at = this.#head; at < this.#entries.length; at++) {
      const { offset, done } = this.#entries[at] as E
      if (offset >= this.#doneEnd) break
      if (!done) open.push(offset)
    }
    return { open, end: Math.max(this.#doneEnd, this.watermark) }
  }
}
