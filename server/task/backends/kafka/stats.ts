/** Figures of a type, from where its topics end and what its group has committed. */
import { type Admin, ListOffsetTimestamps } from '@platformatic/kafka'
import type { QueueStats } from '../backend.ts'
import type { Capabilities, Figure, Quality } from '../capabilities.ts'
import { readCommitted } from './coordinators.ts'
import { readLease } from './held-lease.ts'
import { leaseGroup, type TopicNames } from './names.ts'
import { readSaved } from './progress-text.ts'

interface PartitionFigures {
  /** Not done, running ones among them. */
  readonly open: number
  readonly running: number
  readonly appended: number
}

interface Span {
  readonly topic: string
  readonly partition: number
  readonly start: number
  readonly end: number
}

export async function spansOf(admin: Admin, topics: readonly string[]): Promise<Span[]> {
  const { topics: known } = await admin.metadata({ topics: [...topics] })
  const listed = async (timestamp: bigint) => {
    const told = await admin.listOffsets({
      topics: topics.map((name) => ({
        name,
        partitions: Array.from({ length: known.get(name)?.partitionsCount ?? 0 }, (_, partitionIndex) => ({
          partitionIndex,
          timestamp,
        })),
      })),
    })
    return told.flatMap(({ name, partitions }) =>
      partitions.map(({ partitionIndex, offset }) => ({
        topic: name,
        partition: partitionIndex,
        offset: Number(offset),
      })),
    )
  }
  const [starts, ends] = await Promise.all([
    listed(ListOffsetTimestamps.EARLIEST),
    listed(ListOffsetTimestamps.LATEST),
  ])
  const startOf = new Map(starts.map(({ topic, partition, offset }) => [`${topic}:${partition}`, offset]))
  return ends.map(({ topic, partition, offset }) => ({
    topic,
    partition,
    start: startOf.get(`${topic}:${partition}`) ?? 0,
    end: offset,
  }))
}

async function leased(admin: Admin, group: string, span: Span, holders: readonly string[]): Promise<number> {
  const counts = holders.map(async (holder) => {
    const [told] = await readCommitted(admin, leaseGroup(group, span.partition, holder), [span])
    return readLease(told?.text ?? null)?.held.length ?? 0
  })
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0)
}

async function leasedDone(admin: Admin, group: string, span: Span, holders: readonly string[], from: number) {
  const counts = holders.map(async (holder) => {
    const [told] = await readCommitted(admin, leaseGroup(group, span.partition, holder), [span])
    return readLease(told?.text ?? null)?.done.filter((offset) => offset >= from).length ?? 0
  })
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0)
}

async function figuresOf(
  admin: Admin,
  group: string,
  span: Span,
  committed: { offset: number; text: string | null } | undefined,
): Promise<PartitionFigures> {
  const { start, end } = span
  const from = Math.max(committed?.offset ?? -1, start)
  const saved = readSaved(committed?.offset ?? -1, committed?.text ?? null)
  const openBelow = saved.open.filter((offset) => offset >= from).length
  const knownEnd = Math.max(saved.end, from)
  const doneByLease = await leasedDone(admin, group, span, saved.holders, from)
  const running = saved.inFlight + (await leased(admin, group, span, saved.holders))
  const open = Math.max(0, end - knownEnd) + openBelow - doneByLease
  return { open: Math.max(open, 0), running, appended: end }
}

interface Sum {
  readonly open: number
  readonly running: number
  readonly appended: number
}

async function sumOf(admin: Admin, group: string, spans: readonly Span[]): Promise<Sum> {
  const committed = await readCommitted(admin, group, spans)
  const byName = new Map(committed.map((entry) => [`${entry.topic}:${entry.partition}`, entry]))
  const figures = await Promise.all(
    spans.map((span) => figuresOf(admin, group, span, byName.get(`${span.topic}:${span.partition}`))),
  )
  const total = (name: keyof PartitionFigures) => figures.reduce((sum, figure) => sum + figure[name], 0)
  return { open: total('open'), running: total('running'), appended: total('appended') }
}

const figure = (value: number | null, quality: Quality): Figure => ({ value, quality })

export async function statsOf(
  admin: Admin,
  { stats }: Capabilities,
  names: TopicNames,
  now: () => Date,
): Promise<QueueStats> {
  const spans = await spansOf(admin, [names.work, ...names.retries, names.dead])
  const of = (topics: readonly string[]) => spans.filter(({ topic }) => topics.includes(topic))
  const [work, delayed, dead] = await Promise.all([
    sumOf(admin, names.work, of([names.work])),
    sumOf(admin, names.work, of(names.retries)),
    sumOf(admin, names.dead, of([names.dead])),
  ])
  const running = Math.min(work.running, work.open)
  return {
    ready: figure(work.open - running, stats.ready),
    inFlight: figure(work.running, stats.inFlight),
    delayed: figure(delayed.open, stats.delayed),
    dead: figure(dead.open, stats.dead),
    oldestAgeMs: figure(null, stats.oldestAge),
    enqueuedTotal: work.appended,
    completedTotal: work.appended - work.open,
    sampledAt: now(),
  }
}
