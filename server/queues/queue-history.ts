/** The series of a queue for charts: regular points, gaps included, with what happened meanwhile. */
import { notFound, Refusal } from '../errors.ts'
import type { Database } from '../store/database.ts'
import {
  type Annotation,
  type Deaths,
  type HistoryPoint,
  RESOLUTIONS,
  readAnnotations,
  readDeaths,
  readHistory,
} from '../store/queue-history.ts'
import { findTaskType } from '../store/task-types.ts'

export interface HistoryRequest {
  readonly from?: Date | undefined
  readonly to?: Date | undefined
  readonly stepSeconds?: number | undefined
}

export interface History {
  readonly stepSeconds: number
  readonly points: readonly (HistoryPoint & { readonly diedPerMinute: number | null })[]
  readonly annotations: readonly Annotation[]
}

const HOUR_MS = 3_600_000
/** What a chart of usual width can show, when the caller does not say. */
const USUAL_POINTS = 240
const MOST_POINTS = 5_000

/** "The last hour" is a moment older when it is read; samples are kept that much longer. */
const EDGE_SECONDS = 60

/** The finest resolution that is still kept at that age. */
function resolutionFor(ageSeconds: number): number {
  const kept = RESOLUTIONS.find(({ keptSeconds }) => ageSeconds <= keptSeconds + EDGE_SECONDS)
  return (kept ?? RESOLUTIONS[RESOLUTIONS.length - 1] ?? RESOLUTIONS[0]).seconds
}

/** The step as asked for, or one that gives a chart's worth of points; never finer than the samples. */
function stepFor(rangeMs: number, ageSeconds: number, asked: number | undefined) {
  const wanted = asked ?? Math.ceil(rangeMs / 1_000 / USUAL_POINTS)
  const resolution = resolutionFor(ageSeconds)
  return { resolution, stepSeconds: Math.max(1, Math.ceil(wanted / resolution)) * resolution }
}

const UNKNOWN = {
  ready: null,
  inFlight: null,
  delayed: null,
  dead: null,
  inPerSecond: null,
  outPerSecond: null,
}

const MINUTE_MS = 60_000

/** Deaths per minute in the step that begins at an instant: those of its minutes, or of the minute that it lies in. */
function deathRate(deaths: readonly Deaths[], widthMs: number): (atMs: number) => number {
  const byBin = new Map(deaths.map(({ at, count }) => [at.getTime(), count]))
  return (atMs) => ((byBin.get(Math.floor(atMs / widthMs) * widthMs) ?? 0) * MINUTE_MS) / widthMs
}

function refuse(parameter: string, detail: string): Refusal {
  return new Refusal(422, 'invalid', 'A parameter is not valid.', { errors: [{ parameter, detail }] })
}

/** @throws Refusal 404, 422 */
export async function queueHistory(
  { database, now }: { database: Database; now(): Date },
  type: string,
  request: HistoryRequest,
): Promise<History> {
  const to = request.to ?? now()
  const from = request.from ?? new Date(to.getTime() - HOUR_MS)
  if (from >= to) throw refuse('from', 'expected an instant before "to"')
  const rangeMs = to.getTime() - from.getTime()
  const ageSeconds = (now().getTime() - from.getTime()) / 1_000
  const { resolution, stepSeconds } = stepFor(rangeMs, ageSeconds, request.stepSeconds)
  if (rangeMs / 1_000 / stepSeconds > MOST_POINTS)
    throw refuse('step', `expected a step that gives at most ${MOST_POINTS} points`)
  if ((await findTaskType(database.prisma, type)) === null) throw notFound('task type', type)
  const stepMs = stepSeconds * 1_000
  const widthSeconds = Math.max(stepSeconds, MINUTE_MS / 1_000)
  const start = new Date(Math.floor(from.getTime() / stepMs) * stepMs)
  const [found, deaths, annotations] = await Promise.all([
    readHistory(database, type, { from: start, to, resolution, stepSeconds }),
    readDeaths(database, type, { from: start, to, widthSeconds }),
    readAnnotations(database, type, start, to),
  ])
  const byTime = new Map(found.map((point) => [point.at.getTime(), point]))
  const diedPerMinute = deathRate(deaths, widthSeconds * 1_000)
  const count = Math.ceil((to.getTime() - start.getTime()) / stepMs)
  const points = Array.from({ length: count }, (_, index) => {
    const at = start.getTime() + index * stepMs
    return { ...(byTime.get(at) ?? { at: new Date(at), ...UNKNOWN }), diedPerMinute: diedPerMinute(at) }
  })
  return { stepSeconds, points, annotations }
}
