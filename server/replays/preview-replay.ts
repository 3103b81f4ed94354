/** A dry run: what a replay would take at this moment, and what would keep its tasks from running. Changes nothing. */
import type { NewReplay, ReplayPreview } from '../api/contract/replays.ts'
import { liveSince } from '../instances/liveness.ts'
import { ageInWords, instantInWords, numberInWords } from '../queues/words.ts'
import { type Consumption, readConsumption } from '../store/consumption.ts'
import type { Database } from '../store/database.ts'
import { activePauses, type PauseOverride } from '../store/overrides.ts'
import {
  countByIds,
  countSelected,
  type SelectedCount,
  type SelectedCounts,
} from '../store/selected-count.ts'
import { editedPayload } from './create-replay.ts'
import { checkSelection, type Selected } from './replay-selection.ts'

export interface PreviewDeps {
  readonly database: Database
  readonly heartbeatIntervalMs: number
  readonly maxPayloadBytes: number
  now(): Date
}

type Warning = ReplayPreview['warnings'][number]

/** A selection is counted so far, as its list is: the exact number comes with the selection. */
const MOST_COUNTED = 10_000

/** @throws Refusal as the replay itself would be refused */
export async function previewReplay(deps: PreviewDeps, request: NewReplay): Promise<ReplayPreview> {
  const now = deps.now()
  const selected = await checkSelection(deps.database, request.selection, now)
  const payload = await editedPayload(deps, request, selected)
  const { counts, capped } = await count(deps.database, selected)
  const total = counts.reduce((sum, one) => sum + one.count, 0)
  const byType = [...Map.groupBy(counts, ({ type }) => type)].map(([type, group]) => ({
    type,
    count: { value: group.reduce((sum, one) => sum + one.count, 0), capped },
  }))
  return {
    dryRun: true,
    frozenAt: (selected.kind === 'ids' ? now : selected.frozenAt).toISOString(),
    selected: { value: Math.min(total, MOST_COUNTED), capped },
    types: byType,
    warnings: [
      ...(await typeWarnings(
        deps,
        byType.map(({ type }) => type),
        now,
      )),
      ...expiryWarnings(counts),
      ...paceWarnings(request, total, capped, payload !== null),
    ],
  }
}

function count(database: Database, selected: Selected): Promise<SelectedCounts> {
  if (selected.kind === 'ids')
    return countByIds(
      database,
      selected.failures.map(({ deadId }) => deadId),
    )
  return countSelected(database, selected.filter, { frozenAt: selected.frozenAt, most: MOST_COUNTED })
}

async function typeWarnings(
  deps: PreviewDeps,
  types: readonly string[],
  now: Date,
): Promise<readonly Warning[]> {
  const live = liveSince({ clock: () => now, heartbeatIntervalMs: deps.heartbeatIntervalMs })
  const [consumption, pauses] = await Promise.all([
    readConsumption(deps.database, types, live),
    activePauses(deps.database, now, types),
  ])
  return types.flatMap((type) => warningOf(type, consumption.get(type), pauses.get(type), now) ?? [])
}

/** The first thing that stands in the way; what is behind it shows when that is out of it. */
function warningOf(
  type: string,
  consumption: Consumption | undefined,
  pause: PauseOverride | undefined,
  now: Date,
): Warning | null {
  const warn = (code: string, message: string): Warning => ({ code, type, message })
  if (consumption === undefined)
    return warn('type-gone', `The task type "${type}" no longer exists: its tasks will be skipped.`)
  if (pause !== undefined) return warn('paused', pausedMessage(type, pause, now))
  if (consumption.consumers === 0)
    return warn('no-consumer', `No project consumes "${type}": its tasks will wait in the queue.`)
  if (consumption.active === 0)
    return warn('paused', `Every consumer of "${type}" is paused: its tasks will wait in the queue.`)
  if (consumption.live === 0)
    return warn(
      'no-live-instance',
      `No worker that consumes "${type}" is live: its tasks will wait in the queue.`,
    )
  return null
}

function pausedMessage(type: string, { by, until }: PauseOverride, now: Date): string {
  const end = until === null ? 'until somebody resumes it' : `until ${instantInWords(until, now)}`
  return `The queue of "${type}" is paused by ${by} ${end}: its tasks will wait.`
}

function expiryWarnings(counts: readonly SelectedCount[]): Warning[] {
  const expired = counts.reduce((sum, one) => sum + (one.reason === 'expired' ? one.count : 0), 0)
  if (expired === 0) return []
  const whose =
    expired === 1
      ? '1 task died because it had expired: its'
      : `${numberInWords(expired)} tasks died because they had expired: their`
  return [{ code: 'expiry-dropped', type: null, message: `${whose} expiry is left out, and they will run.` }]
}

function paceWarnings(request: NewReplay, total: number, capped: boolean, edited: boolean): Warning[] {
  const { ratePerSecond } = request
  const warnings: Warning[] = []
  if (edited)
    warnings.push({
      code: 'edited',
      type: null,
      message:
        'The edited payload is sent; the original stays in the archive. Values that are hidden are taken from it.',
    })
  const lasts = ratePerSecond === undefined ? 0 : (total / ratePerSecond) * 1_000
  if (lasts >= 3_600_000)
    warnings.push({
      code: 'slow',
      type: null,
      message: `At ${ratePerSecond} tasks per second sending takes ${capped ? 'more than' : 'about'} ${ageInWords(lasts)}.`,
    })
  return warnings
}
