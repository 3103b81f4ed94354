/** What is committed with a partition's watermark: text of at most 4 KiB that the next owner, and statistics, read. */
import { decodeRuns, encodeRuns } from './runs.ts'

export interface Saved {
  /** The first offset that is not done. */
  readonly watermark: number
  /** Done is everything below `end` but these, ascending. */
  readonly open: readonly number[]
  readonly end: number
  /** How many are handed out and not settled, without those that are leased. */
  readonly inFlight: number
  /** Who holds running tasks of this partition that it gave up (`lease.ts`). */
  readonly holders: readonly string[]
  /** Written on giving the partition up: only offsets below `seenBelow` were ever handed out. */
  readonly clean: boolean
  readonly seenBelow: number
}

const VERSION = 's1'
const MAX_LENGTH = 4_000

/** What does not fit is left out; its tasks would run again. */
function fitting({ watermark, open, end }: Saved, room: number): string {
  let [kept, keptEnd] = [open, end]
  for (;;) {
    const text = `${Math.max(0, keptEnd - watermark).toString(36)};${encodeRuns(watermark, kept)}`
    if (text.length <= room) return text
    kept = kept.slice(0, Math.floor(kept.length * 0.8))
    keptEnd = kept.at(-1) ?? watermark
  }
}

export function writeSaved(saved: Saved): string {
  const { watermark, inFlight, holders, clean, seenBelow } = saved
  const seen = Math.max(0, seenBelow - watermark).toString(36)
  const rest = `${VERSION};${inFlight};${clean ? 1 : 0};${seen};${holders.join(',')};`
  return rest + fitting(saved, MAX_LENGTH - rest.length)
}

/** Somebody else's text, or none, says only where to go on. */
export function readSaved(watermark: number, text: string | null): Saved {
  const unknown = {
    watermark,
    open: [],
    end: watermark,
    inFlight: 0,
    holders: [],
    clean: false,
    seenBelow: watermark,
  }
  const [version, inFlight, clean, seen, holders, end, runs] = text?.split(';') ?? []
  if (version !== VERSION || runs === undefined) return unknown
  const open = decodeRuns(watermark, runs)
  if (open === null) return unknown
  return {
    watermark,
    open,
    end: watermark + (Number.parseInt(end ?? '', 36) || 0),
    inFlight: Number(inFlight) || 0,
    holders: holders ? holders.split(',') : [],
    clean: clean === '1',
    seenBelow: watermark + (Number.parseInt(seen ?? '', 36) || 0),
  }
}
