/** Running tasks of our partition that a former owner still has (`held-lease.ts`). */
import type { Committed, Coordinators } from './coordinators.ts'
import { readLease } from './held-lease.ts'
import { leaseGroup } from './names.ts'

/** `T`: what its owner keeps of a fetched record. */
export class ForeignLease<T extends { readonly offset: number }> {
  readonly holder: string
  readonly #held: Set<number>
  readonly #done: Set<number>
  /** Fetched by us, and not to be handed out while they are held. */
  readonly #items = new Map<number, T>()
  #round: number
  #changedAtMs = performance.now()

  constructor(holder: string, told: Committed | undefined) {
    const text = readLease(told?.text ?? null)
    this.holder = holder
    this.#held = new Set(text?.held)
    this.#done = new Set(text?.done)
    this.#round = told?.offset ?? -1
  }

  get isOver(): boolean {
    return this.#held.size === 0
  }

  get hasDone(): boolean {
    return this.#done.size > 0
  }

  isDone(offset: number): boolean {
    return this.#done.has(offset)
  }

  isHeld(offset: number): boolean {
    return this.#held.has(offset)
  }

  keep(item: T): void {
    this.#items.set(item.offset, item)
  }

  /** What the holder, or its silence, tells: which are done, and which are free to be handed out. */
  learn(told: Committed | undefined, leaseMs: number): { done: T[]; free: T[] } {
    const text = readLease(told?.text ?? null)
    if (told !== undefined && told.offset !== this.#round) {
      this.#round = told.offset
      this.#changedAtMs = performance.now()
    }
    const isSilent = text === null || performance.now() - this.#changedAtMs > leaseMs
    for (const offset of text?.done ?? []) this.#done.add(offset)
    const held = new Set(isSilent ? [] : text.held)
    const ended = [...this.#held].filter((offset) => !held.has(offset))
    const result: { done: T[]; free: T[] } = { done: [], free: [] }
    for (const offset of ended) {
      this.#held.delete(offset)
      const item = this.#items.get(offset)
      this.#items.delete(offset)
      if (item !== undefined) (this.#done.has(offset) ? result.done : result.free).push(item)
    }
    return result
  }
}

/** Those that the text of a partition names. */
export async function readLeases<T extends { readonly offset: number }>(
  coordinators: Coordinators,
  group: string,
  partition: { readonly topic: string; readonly partition: number },
  holders: readonly string[],
): Promise<ForeignLease<T>[]> {
  const read = async (holder: string) => {
    const [told] = await coordinators.read(leaseGroup(group, partition.partition, holder), [partition])
    return new ForeignLease<T>(holder, told)
  }
  return (await Promise.all(holders.map(read))).filter((lease) => lease.isOver === false || lease.hasDone)
}

/** Asks the holders of one partition's leases. */
export async function askHolders(
  coordinators: Coordinators,
  group: string,
  partition: {
    readonly topic: string
    readonly partition: number
    readonly leases: readonly { readonly holder: string }[]
  },
): Promise<(Committed | undefined)[]> {
  return Promise.all(
    partition.leases.map(async ({ holder }) => {
      const [told] = await coordinators.read(leaseGroup(group, partition.partition, holder), [partition])
      return told
    }),
  )
}
