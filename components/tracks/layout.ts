/** Where everything of a track diagram lies. Pure: tracks and a width in, boxes and lines out (px). */
import type { SignalState } from '@/components/ui/signal'
import type { Track, TrackConsumer } from './track'

export interface Box {
  name: string
  x: number
  /** Middle. */
  y: number
  width: number
}
export interface QueueBox extends Box {
  track: Track
}
export interface ConsumerBox extends Box {
  /** What it runs for the tracks shown: one entry for each. */
  consumes: readonly TrackConsumer[]
}
export interface Line {
  id: string
  /** Names of the boxes that it joins, to light up with them. */
  joins: readonly [project: string, type: string]
  side: 'in' | 'out'
  path: string
  weight: number
  state: SignalState
  /** Nothing moves here because somebody paused it. */
  paused: boolean
}
export interface TrackLayout {
  height: number
  producers: readonly Box[]
  queues: readonly QueueBox[]
  consumers: readonly ConsumerBox[]
  lines: readonly Line[]
}

export const BOX_HEIGHT = 28
export const STUB = 28
const QUEUE_PITCH = 54
const PROJECT_PITCH = 38
const MARGIN = 34
const THICKEST = 13
const THINNEST = 1.5

/** Width of a track by its share of the busiest one; the root keeps small flows visible beside large ones. */
export function weightOf(rate: number | null, busiest: number): number {
  if (rate === null || rate <= 0 || busiest <= 0) return THINNEST
  return THINNEST + (THICKEST - THINNEST) * Math.sqrt(Math.min(1, rate / busiest))
}

/**
 * Places things in a column: each as near as possible to the height it wants, at least `pitch` apart, inside
 * [first, last]. Things that want the same place keep their order by name.
 */
export function placeColumn(
  wanted: ReadonlyMap<string, number>,
  pitch: number,
  first: number,
  last: number,
): Map<string, number> {
  const entries = [...wanted].sort((a, b) => a[1] - b[1] || a[0].localeCompare(b[0]))
  const placed: number[] = []
  for (const [, y] of entries) placed.push(Math.max(y, (placed.at(-1) ?? first - pitch) + pitch))
  // What was pushed past the end moves back up, and pushes its neighbours.
  let limit = last
  for (let index = placed.length - 1; index >= 0; index--) {
    placed[index] = Math.min(placed[index] ?? limit, limit)
    limit = (placed[index] ?? limit) - pitch
  }
  return new Map(entries.map(([name], index) => [name, placed[index] ?? first]))
}

/** Spreads a column evenly over [first, last], in the order of what each wants: fewer tracks cross at one place. */
export function spreadColumn(
  wanted: ReadonlyMap<string, number>,
  first: number,
  last: number,
): Map<string, number> {
  const names = [...wanted].sort((a, b) => a[1] - b[1] || a[0].localeCompare(b[0])).map(([name]) => name)
  const step = names.length > 1 ? (last - first) / (names.length - 1) : 0
  return new Map(
    names.map((name, index) => [name, names.length > 1 ? first + index * step : (first + last) / 2]),
  )
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

/** Each project wants to stand at the mean height of its queues. */
function wantedHeights(
  tracks: readonly Track[],
  namesOf: (track: Track) => readonly string[],
  yOf: (type: string) => number,
) {
  const heights = new Map<string, number[]>()
  for (const track of tracks)
    for (const name of new Set(namesOf(track)))
      heights.set(name, [...(heights.get(name) ?? []), yOf(track.type)])
  return new Map([...heights].map(([name, ys]) => [name, mean(ys)]))
}

const curve = (x1: number, y1: number, x2: number, y2: number) => {
  const middle = (x1 + x2) / 2
  return `M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`
}

const consumerNames = (track: Track) => track.consumers.map((consumer) => consumer.project)

export function layoutTracks(tracks: readonly Track[], width: number): TrackLayout {
  const producerCount = new Set(tracks.flatMap((track) => track.producers)).size
  const consumerCount = new Set(tracks.flatMap(consumerNames)).size
  const inner = Math.max(
    (tracks.length - 1) * QUEUE_PITCH,
    (Math.max(producerCount, consumerCount, 1) - 1) * PROJECT_PITCH,
  )
  const last = MARGIN + inner
  const projectWidth = Math.min(170, width * 0.17)
  const queueWidth = Math.min(270, width * 0.26)
  const queueX = (width - queueWidth) / 2
  const pitch = tracks.length > 1 ? inner / (tracks.length - 1) : 0
  const yOfType = new Map(
    tracks.map((track, index) => [
      track.type,
      tracks.length > 1 ? MARGIN + index * pitch : MARGIN + inner / 2,
    ]),
  )
  const yOf = (type: string) => yOfType.get(type) ?? MARGIN

  const producerY = spreadColumn(
    wantedHeights(tracks, (track) => track.producers, yOf),
    MARGIN,
    last,
  )
  const consumerY = placeColumn(wantedHeights(tracks, consumerNames, yOf), PROJECT_PITCH, MARGIN, last)
  const consumerX = width - projectWidth
  return {
    height: last + MARGIN,
    producers: [...producerY].map(([name, y]) => ({ name, y, x: 0, width: projectWidth })),
    queues: tracks.map((track) => ({
      name: track.type,
      x: queueX,
      y: yOf(track.type),
      width: queueWidth,
      track,
    })),
    consumers: [...consumerY].map(([name, y]) => ({
      name,
      y,
      x: consumerX,
      width: projectWidth,
      consumes: tracks.flatMap((track) => track.consumers.filter((consumer) => consumer.project === name)),
    })),
    lines: linesOf(tracks, {
      yOf,
      producerY,
      consumerY,
      projectWidth,
      queueX,
      queueEnd: queueX + queueWidth,
      consumerX,
    }),
  }
}

interface Places {
  yOf: (type: string) => number
  producerY: ReadonlyMap<string, number>
  consumerY: ReadonlyMap<string, number>
  projectWidth: number
  queueX: number
  queueEnd: number
  consumerX: number
}

/** Which producer publishes how much is not sampled: a queue's flow is drawn in equal parts. */
function linesOf(tracks: readonly Track[], places: Places): Line[] {
  const busiest = Math.max(0, ...tracks.flatMap((track) => [track.inPerSecond ?? 0, track.outPerSecond ?? 0]))
  const share = (rate: number | null, parts: number) => weightOf(rate === null ? null : rate / parts, busiest)
  return tracks.flatMap((track) => {
    const y = places.yOf(track.type)
    const common = { state: track.state }
    const incoming = track.producers.map((name) => ({
      ...common,
      id: `${name}>${track.type}`,
      joins: [name, track.type] as const,
      side: 'in' as const,
      path: curve(places.projectWidth, places.producerY.get(name) ?? y, places.queueX - STUB, y),
      weight: share(track.inPerSecond, track.producers.length),
      paused: false,
    }))
    const outgoing = track.consumers.map((consumer) => ({
      ...common,
      id: `${track.type}>${consumer.project}`,
      joins: [consumer.project, track.type] as const,
      side: 'out' as const,
      path: curve(places.queueEnd, y, places.consumerX, places.consumerY.get(consumer.project) ?? y),
      weight: share(track.outPerSecond, track.consumers.length),
      paused: consumer.paused,
    }))
    return [...incoming, ...outgoing]
  })
}
