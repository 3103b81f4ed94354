/** Replays over HTTP: create or try one, follow it, pause, resume and cancel it. */
import {
  type ChangeReplayDeps,
  cancelReplay,
  pauseReplay,
  readReplay,
  resumeReplay,
} from '../replays/change-replay.ts'
import { type CreateReplayDeps, createReplay } from '../replays/create-replay.ts'
import { type PreviewDeps, previewReplay } from '../replays/preview-replay.ts'
import { listReplayTasks, type ReplayTaskRow } from '../store/replay-tasks.ts'
import { listReplays, type ReplayRow } from '../store/replays.ts'
import type { FailureSelection } from './contract/failures.ts'
import * as contract from './contract/replays.ts'
import type { Api } from './types.ts'

export type ReplayServices = CreateReplayDeps & PreviewDeps & ChangeReplayDeps

const instantOf = (date: Date | null) => date?.toISOString() ?? null

function progressOf(row: ReplayRow): contract.ReplayProgress {
  const { selected, resent, succeeded, failedAgain, skipped, cancelled, unknown } = row
  return {
    ...{ selected, resent, succeeded, failedAgain, skipped, cancelled, unknown },
    sent: row.sent + succeeded + failedAgain + unknown,
    running: row.sent,
    pending: row.pending + row.sending,
  }
}

function toView(row: ReplayRow): contract.ReplayView {
  const { id, state, author, reason, waiting } = row
  const { ratePerSecond, maxAttempts, holdSeconds, edited } = row.options
  return {
    ...{ id, state, author, reason, waiting, edited },
    selection: row.selection as FailureSelection,
    frozenAt: row.frozenAt.toISOString(),
    options: { ratePerSecond, maxAttempts, holdSeconds },
    progress: progressOf(row),
    types: [...row.types],
    holdUntil: instantOf(row.holdUntil),
    createdAt: row.createdAt.toISOString(),
    startedAt: instantOf(row.startedAt),
    endedAt: instantOf(row.endedAt),
  }
}

function toTask(row: ReplayTaskRow) {
  const { deadId, taskId, type, detail, sentCount } = row
  return {
    ...{ deadId, taskId, type, detail, sentCount },
    state: row.state === 'sending' ? ('pending' as const) : row.state,
    sentAt: instantOf(row.sentAt),
    endedAt: instantOf(row.endedAt),
  }
}

function registerReads(api: Api, deps: ReplayServices): void {
  api.openapi(contract.listReplays, async (c) => {
    const { items, nextCursor } = await listReplays(deps.database, c.req.valid('query'))
    return c.json({ items: items.map(toView), nextCursor }, 200)
  })
  api.openapi(contract.getReplay, async (c) => {
    return c.json(toView(await readReplay(deps, c.req.valid('param').id)), 200)
  })
  api.openapi(contract.listReplayTasks, async (c) => {
    const { id } = await readReplay(deps, c.req.valid('param').id)
    const { items, nextCursor } = await listReplayTasks(deps.database, id, c.req.valid('query'))
    return c.json({ items: items.map(toTask), nextCursor }, 200)
  })
}

export function registerReplays(api: Api, deps: ReplayServices): void {
  registerReads(api, deps)
  api.openapi(contract.createReplay, async (c) => {
    const request = c.req.valid('json')
    if (request.dryRun) return c.json(await previewReplay(deps, request), 200)
    const asked = { ...request, requestId: c.get('requestId') }
    return c.json(toView(await createReplay(deps, c.get('actor'), asked)), 202)
  })
  const acts = [
    [contract.pauseReplay, pauseReplay],
    [contract.resumeReplay, resumeReplay],
    [contract.cancelReplay, cancelReplay],
  ] as const
  for (const [route, act] of acts)
    api.openapi(route, async (c) => {
      const { id } = c.req.valid('param')
      return c.json(toView(await act(deps, c.get('actor'), { id, requestId: c.get('requestId') })), 200)
    })
}
