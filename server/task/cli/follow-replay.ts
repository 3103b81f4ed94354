/** Follows a replay to its end. It goes on by itself: whoever stops following stops nothing. */
import { setTimeout as sleep } from 'node:timers/promises'
import { isTaskError } from '../errors.ts'
import { type ApiClient, hasStatus } from './api-client.ts'
import { hasEnded, progressText, type Replay, replaySchema } from './replay-answers.ts'
import type { Terminal } from './terminal.ts'

const LOOK_EVERY_MS = 1_000

/**
 * Null when `signal` ended the following. A control plane that is away is asked again until it answers.
 * @throws TaskError when it refuses, e.g. an unknown id
 */
export async function followReplay(
  api: ApiClient,
  id: string,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<Replay | null> {
  while (!signal.aborted) {
    const replay = await look(api, id, terminal)
    if (replay !== null) terminal.progress(progressText(replay))
    if (replay !== null && hasEnded(replay)) return replay
    await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined)
  }
  return null
}

async function look(api: ApiClient, id: string, terminal: Terminal): Promise<Replay | null> {
  try {
    return await api.request({ path: `/replays/${encodeURIComponent(id)}`, schema: replaySchema })
  } catch (error) {
    const away =
      (isTaskError(error) && error.code === 'control-plane-unavailable') ||
      [502, 503, 504].some((status) => hasStatus(error, status))
    if (!away) throw error
    terminal.progress('The control plane does not answer; asking again. The replay goes on without us.')
    return null
  }
}
