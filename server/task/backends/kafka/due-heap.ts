/** What waits for an instant, the earliest on top. */
export class DueHeap<T> {
  readonly #items: { readonly atMs: number; readonly item: T }[] = []

  get size(): number {
    return this.#items.length
  }

  /** When the earliest is due; null: nothing waits. */
  get nextMs(): number | null {
    return this.#items[0]?.atMs ?? null
  }

  add(atMs: number, item: T): void {
    const items = this.#items
    let at = items.push({ atMs, item }) - 1
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (this.#at(parent) <= atMs) break
      this.#swap(at, parent)
      at = parent
    }
  }

  /** Takes everything that is due. */
  take(nowMs: number): T[] {
    const due: T[] = []
    while ((this.nextMs ?? Number.POSITIVE_INFINITY) <= nowMs) due.push(this.#pop())
    return due
  }

  /** Takes everything. */
  clear(): T[] {
    return this.#items.splice(0).map(({ item }) => item)
  }

  #at(index: number): number {
    return this.#items[index]?.atMs ?? Number.POSITIVE_INFINITY
  }

  #swap(a: number, b: number): void {
    const items = this.#items
    const [left, right] = [items[a], items[b]]
    if (left === undefined || right === undefined) return
    items[a] = right
    items[b] = left
  }

  #pop(): T {
    const last = this.#items.length - 1
    this.#swap(0, last)
    const { item } = this.#items.pop() as { item: T }
    let at = 0
    for (;;) {
      const left = 2 * at + 1
      const least = this.#at(left) <= this.#at(left + 1) ? left : left + 1
      if (this.#at(least) >= this.#at(at)) return item
      this.#swap(at, least)
      at = least
    }
  }
}
