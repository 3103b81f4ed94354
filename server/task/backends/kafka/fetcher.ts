/** Reads our partitions, broker by broker, as long as there is room for what comes. */
import { type ConnectionPool, type Consumer, findErrorBy } from '@platformatic/kafka'
import { dueAtMs, type InRecord } from './message.ts'
import type { Item, OwnedPartition } from './owned-partition.ts'
import type { KafkaTuning } from './tuning.ts'

export interface FetcherDeps {
  readonly consumer: Consumer
  readonly pool: ConnectionPool
  readonly tuning: KafkaTuning
  readonly partitions: () => Iterable<OwnedPartition>
  readonly hasRoom: (partition: OwnedPartition) => boolean
  readonly onItems: (partition: OwnedPartition, items: readonly Item[]) => void
  /** It fetches from what is not there any more: where the log begins now. */
  readonly earliest: (partition: OwnedPartition) => Promise<number>
  readonly onFailure: (error: unknown) => void
}

interface Asked {
  readonly partition: OwnedPartition
  readonly from: number
}
interface Batch {
  readonly firstOffset: bigint
  readonly lastOffsetDelta: number
  readonly attributes: number
  readonly firstTimestamp: bigint
  readonly records: readonly (InRecord & { readonly timestampDelta: bigint })[]
}
interface PartitionAnswer {
  readonly partitionIndex: number
  readonly errorCode: number
  readonly highWatermark: bigint
  readonly logStartOffset: bigint
  readonly records?: readonly Batch[] | null
}
interface Answer {
  readonly responses: readonly { readonly topicId: string; readonly partitions: readonly PartitionAnswer[] }[]
}

const IS_CONTROL = 0b10_0000
const OFFSET_OUT_OF_RANGE = 1
const FULL_WAIT_MS = 10
const AFTER_FAILURE_MS = 100

export class Fetcher {
  readonly #deps: FetcherDeps
  readonly #busy = new Set<number>()
  #stopped = false
  #timer: NodeJS.Timeout | undefined

  constructor(deps: FetcherDeps) {
    this.#deps = deps
  }

  /** There may be something to fetch, or room for it. */
  wake(): void {
    if (this.#stopped) return
    for (const [node, asked] of this.#wanted()) if (!this.#busy.has(node)) void this.#loop(node, asked)
  }

  stop(): void {
    this.#stopped = true
    clearTimeout(this.#timer)
  }

  /** By the broker that leads. */
  #wanted(): Map<number, Asked[]> {
    const wanted = new Map<number, Asked[]>()
    for (const partition of this.#deps.partitions()) {
      if (partition.gone || !this.#deps.hasRoom(partition)) continue
      const node = this.#leaderOf(partition)
      if (node === null) continue
      const asked = wanted.get(node) ?? []
      asked.push({ partition, from: partition.progress.next })
      wanted.set(node, asked)
    }
    return wanted
  }

  #leaderOf({ topic, partition }: OwnedPartition): number | null {
    const known = this.#deps.consumer.currentMetadata?.topics.get(topic)
    if (known === undefined) {
      this.#learnLeaders()
      return null
    }
    return known.partitions[partition]?.leader ?? null
  }

  #learnLeaders(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      const { consumer } = this.#deps
      consumer.metadata({ topics: consumer.topics.current, forceUpdate: true }).then(
        () => this.wake(),
        () => this.#learnLeaders(),
      )
    }, AFTER_FAILURE_MS)
  }

  async #loop(node: number, first: Asked[]): Promise<void> {
    this.#busy.add(node)
    let asked: Asked[] | undefined = first
    while (asked !== undefined && !this.#stopped) {
      await this.#round(node, asked)
      asked = this.#wanted().get(node)
    }
    this.#busy.delete(node)
    if (!this.#stopped && this.#wanted().has(node)) this.wake()
  }

  async #round(node: number, asked: readonly Asked[]): Promise<void> {
    try {
      this.#take(asked, (await this.#fetch(node, asked)) as unknown as Answer)
    } catch (error) {
      if (this.#stopped) return
      await this.#afterFailure(asked, error)
    }
  }

  #fetch(node: number, asked: readonly Asked[]) {
    const { consumer, pool, tuning } = this.#deps
    const { fetchBytes, fetchWaitMs } = tuning
    const metadata = consumer.currentMetadata
    const topics = [...Map.groupBy(asked, ({ partition }) => partition.topic)].map(([topic, of]) => ({
      topicId: metadata?.topics.get(topic)?.id ?? '',
      partitions: of.map(({ partition, from }) => ({
        partition: partition.partition,
        currentLeaderEpoch: -1,
        fetchOffset: BigInt(from),
        lastFetchedEpoch: -1,
        partitionMaxBytes: fetchBytes,
      })),
    }))
    const areFull = [...this.#deps.partitions()].some(
      (partition) => !partition.gone && !this.#deps.hasRoom(partition),
    )
    return consumer.fetch({
      node,
      topics,
      connectionPool: pool,
      minBytes: 1,
      maxBytes: 4 * fetchBytes,
      maxWaitTime: areFull ? FULL_WAIT_MS : fetchWaitMs,
    })
  }

  #take(asked: readonly Asked[], { responses }: Answer): void {
    const byName = new Map(asked.map((entry) => [entry.partition.name, entry]))
    const names = new Map(
      [...(this.#deps.consumer.currentMetadata?.topics ?? [])].map(([name, topic]) => [topic?.id, name]),
    )
    for (const { topicId, partitions } of responses)
      for (const answer of partitions) {
        const entry = byName.get(`${names.get(topicId)}:${answer.partitionIndex}`)
        // It may have gone, or have been opened anew, while the answer was on its way.
        if (entry === undefined || entry.partition.gone || entry.partition.progress.next !== entry.from)
          continue
        this.#takePartition(entry, answer)
      }
  }

  #takePartition({ partition, from }: Asked, answer: PartitionAnswer): void {
    partition.learnEnd(Number(answer.highWatermark))
    partition.logStart = Math.max(partition.logStart, Number(answer.logStartOffset))
    const items: Item[] = []
    for (const batch of answer.records ?? []) {
      const first = Number(batch.firstOffset)
      if ((batch.attributes & IS_CONTROL) === 0)
        for (const record of batch.records) {
          const offset = first + record.offsetDelta
          // A batch is given as a whole, though it may begin before.
          if (offset < from) continue
          const appendedAtMs = Number(batch.firstTimestamp + record.timestampDelta)
          const item = partition.enter(offset, record, appendedAtMs, dueAtMs(record))
          if (item !== null) items.push(item)
        }
      partition.progress.advance(first + batch.lastOffsetDelta + 1)
    }
    this.#deps.onItems(partition, items)
  }

  async #afterFailure(asked: readonly Asked[], error: unknown): Promise<void> {
    this.#deps.consumer.clearMetadata()
    this.#deps.onFailure(error)
    if (findErrorBy(error as Error, 'apiCode', OFFSET_OUT_OF_RANGE) !== null) await this.#skipDeleted(asked)
    await new Promise((resolve) => setTimeout(resolve, AFTER_FAILURE_MS))
  }

  async #skipDeleted(asked: readonly Asked[]): Promise<void> {
    for (const { partition } of asked)
      await this.#deps.earliest(partition).then(
        (start) => {
          partition.logStart = Math.max(partition.logStart, start)
          partition.progress.advance(start)
          this.#deps.onItems(partition, [])
        },
        () => undefined,
      )
  }
}
