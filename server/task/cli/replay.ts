/**
 * `signalbox replay`: sends dead tasks back to work.
 *
 * 1. Try: what would be sent, and what speaks against it.
 * 2. Ask, when a filter chose them: the exact count, frozen at the instant of the trial.
 * 3. Send. The campaign goes on by itself; with --wait it is followed to its end.
 */
import { TaskError } from '../errors.ts'
import type { ApiClient } from './api-client.ts'
import { followReplay } from './follow-replay.ts'
import {
  endText,
  isAllWell,
  type Preview,
  previewSchema,
  previewText,
  type Replay,
  replaySchema,
} from './replay-answers.ts'
import { type ReplayOptions, replayBody, type Selection, selectionOf } from './replay-request.ts'
import type { Terminal } from './terminal.ts'

/** Exit codes beside 0 and 1 (refused, unreachable). */
export const EXIT = { notAllSucceeded: 2, interrupted: 130 } as const

export interface ReplayTools {
  readonly api: ApiClient
  readonly terminal: Terminal
  /** Aborted by Ctrl-C while a replay is followed. */
  readonly interrupted: AbortSignal
}

/** @returns the exit code */
export async function replayFromCommandLine(
  tools: ReplayTools,
  ids: readonly string[],
  options: ReplayOptions,
): Promise<number> {
  if (options.follow !== undefined) return followOnly(tools, ids, options.follow, options)
  const selection = selectionOf(ids, options)
  const body = await replayBody(selection, options)
  const preview = await tryReplay(tools, body)
  if (options.dryRun === true) return showPreview(tools, preview, options)
  if (preview.selected.value === 0) {
    tools.terminal.note('No dead task is found by this filter; nothing was sent.')
    return 0
  }
  if (!(await isConfirmed(tools, selection, preview, options))) {
    tools.terminal.note('Nothing was sent.')
    return 1
  }
  const replay = await send(tools, { ...body, selection: frozen(selection, preview) })
  return finish(tools, replay, options)
}

async function followOnly(
  tools: ReplayTools,
  ids: readonly string[],
  id: string,
  options: ReplayOptions,
): Promise<number> {
  if (ids.length > 0) throw new TaskError('config-invalid', '--follow: expected without ids of failures.')
  return follow(tools, id, options)
}

function tryReplay({ api }: ReplayTools, body: Record<string, unknown>): Promise<Preview> {
  return api.request({
    method: 'POST',
    path: '/replays',
    body: { ...body, dryRun: true },
    schema: previewSchema,
  })
}

function showPreview({ terminal }: ReplayTools, preview: Preview, { json }: ReplayOptions): number {
  if (json === true) terminal.print(JSON.stringify(preview))
  else {
    terminal.print(`${previewText(preview)}. Nothing was sent (--dry-run).`)
    warn(terminal, preview)
  }
  return 0
}

function warn(terminal: Terminal, { warnings }: Preview): void {
  for (const { message } of warnings) terminal.note(`Warning: ${message}`)
}

/** Ids were chosen one by one; a filter finds what nobody has looked at. */
async function isConfirmed(
  { terminal }: ReplayTools,
  selection: Selection,
  preview: Preview,
  { yes }: ReplayOptions,
): Promise<boolean> {
  warn(terminal, preview)
  if (yes === true || 'ids' in selection) return true
  if (terminal.ask === null)
    throw new TaskError(
      'config-invalid',
      `${previewText(preview)}. --yes: expected, because nobody can be asked here.`,
    )
  const answer = await terminal.ask(`Replay ${previewText(preview)}? [y/N] `)
  return /^y(es)?$/i.test(answer.trim())
}

/** Exactly what was shown: what died since then is left out. */
const frozen = (selection: Selection, { frozenAt }: Preview): Selection =>
  'ids' in selection ? selection : { ...selection, frozenAt }

function send({ api }: ReplayTools, body: Record<string, unknown>): Promise<Replay> {
  return api.request({ method: 'POST', path: '/replays', body, schema: replaySchema })
}

async function finish(tools: ReplayTools, replay: Replay, options: ReplayOptions): Promise<number> {
  const { terminal, api } = tools
  if (options.wait === true) {
    terminal.note(`Replay ${replay.id}`)
    return follow(tools, replay.id, options)
  }
  if (options.json === true) terminal.print(JSON.stringify(replay))
  else {
    terminal.print(`Replay ${replay.id}`)
    terminal.note(howToFollow(api, replay.id))
  }
  return 0
}

async function follow(tools: ReplayTools, id: string, { json }: ReplayOptions): Promise<number> {
  const { api, terminal, interrupted } = tools
  const ended = await followReplay(api, id, terminal, interrupted)
  if (ended === null) {
    terminal.note(`The replay goes on. ${howToFollow(api, id)}`)
    return EXIT.interrupted
  }
  terminal.print(json === true ? JSON.stringify(ended) : endText(ended))
  if (ended.progress.failedAgain > 0)
    terminal.note(
      `What failed again is dead anew: ${api.url}/failures?q=${encodeURIComponent(`replay:${id}`)}`,
    )
  return isAllWell(ended) ? 0 : EXIT.notAllSucceeded
}

const howToFollow = ({ url }: ApiClient, id: string) =>
  `Follow it with "signalbox replay --follow ${id}" or at ${url}/replays/${id}`
