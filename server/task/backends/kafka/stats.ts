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
  /** Running, and deleted by a purge. */
  readonly purged: number
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

interface LeaseFigures {
  readonly running: number
  /** Of offsets that a purge has deleted. */
  readonly purged: number
  readonly done: number
}

async function leaseFigures(
  admin: Admin,
  group: string,
  span: Span,
  holders: readonly string[],
  from: number,
): Promise<LeaseFigures> {
  const sum = { running: 0, purged: 0, done: 0 }
  for (const holder of holders) {
    const [told] = await readCommitted(admin, leaseGroup(group, span.partition, holder), [span])
    const { held, done } = readLease(told?.text ?? null) ?? { held: [], done: [] }
    sum.running += held.length
    sum.purged += held.filter((offset) => offset < from).length
    sum.done += done.filter((offset) => offset >= from).length
  }
  return sum
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
  const known = saved.open.filter((offset) => offset >= from).length
  const lease = await leaseFigures(admin, group, span, saved.holders, from)
  const open = Math.max(0, end - Math.max(saved.end, from)) + known - lease.done
  // What runs and was purged is no longer in the log.
  const purged = Math.min(saved.inFlight, saved.open.length - known)
  const running = saved.inFlight - purged + lease.running - lease.purged
  return { open: Math.max(open, 0), running, purged: purged + lease.purged, appended: end }
}

async function sumOf(admin: Admin, group: string, spans: readonly Span[]): Promise<PartitionFigures> {
  const committed = await readCommitted(admin, group, spans)
  const byName = new Map(committed.map((entry) => [`${entry.topic}:${entry.partition}`, entry]))
  const figures = await Promise.all(
    spans.map((span) => figuresOf(admin, group, span, byName.get(`${span.topic}:${span.partition}`))),
  )
  const total = (name: keyof PartitionFigures) => figures.reduce((sum, figure) => sum + figure[name], 0)
  return {
    open: total('open'),
    running: total('running'),
    purged: total('purged'),
    appended: total('appended'),
  }
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
    inFlight: figure(work.running + work.purged, stats.inFlight),
    delayed: figure(delayed.open, stats.delayed),
    dead: figure(dead.open, stats.dead),
    oldestAgeMs: figure(null, stats.oldestAge),
    enqueuedTotal: work.appended,
    completedTotal: work.appended - work.open,
    sampledAt: now(),
  }
}
