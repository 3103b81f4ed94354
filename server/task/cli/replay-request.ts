/** What `signalbox replay` asks for: ids or a filter, and how to send. Contradictions are refused before anything is asked. */
import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { asError } from '../consume/verdict.ts'
import { TaskError } from '../errors.ts'
import { FILTER_NAMES, type FilterOptions, filterBody } from './failure-filter.ts'

export interface ReplayOptions extends FilterOptions {
  readonly all?: boolean
  /** Tasks per second. */
  readonly rate?: number
  readonly maxAttempts?: number
  /** Seconds. */
  readonly hold?: number
  /** Path, or "-" for standard input. */
  readonly payload?: string
  readonly note?: string
  readonly dryRun?: boolean
  readonly yes?: boolean
  readonly wait?: boolean
  /** Id of a replay that runs already. */
  readonly follow?: string
  readonly json?: boolean
}

export type Selection =
  | { readonly ids: readonly string[] }
  | { readonly filter: Record<string, unknown>; readonly frozenAt?: string }

const refuse = (message: string) => new TaskError('config-invalid', message)
const namesOf = (names: readonly string[]) => names.map((name) => `--${name}`).join(', ')

/** @throws TaskError `config-invalid` that names the option */
export function selectionOf(ids: readonly string[], options: ReplayOptions): Selection {
  const filter = filterBody(options)
  if (ids.length > 0) return idsAlone(ids, filter, options)
  if (options.payload !== undefined)
    throw refuse('--payload: expected exactly one id, because one payload fits one task.')
  if (filter === null)
    throw refuse(`Expected ids of failures, or --all with at least one of ${namesOf(FILTER_NAMES)}.`)
  if (options.all !== true)
    throw refuse('--all: expected, to say that everything which the filter finds is meant.')
  return { filter }
}

function idsAlone(ids: readonly string[], filter: object | null, { all, payload }: ReplayOptions): Selection {
  if (filter !== null)
    throw refuse(`${namesOf(Object.keys(filter))}: expected either ids or a filter, got both.`)
  if (all === true) throw refuse('--all: expected with a filter, got ids.')
  if (payload !== undefined && ids.length > 1)
    throw refuse(`--payload: expected exactly one id, got ${ids.length}.`)
  return { ids: [...new Set(ids)] }
}

/** The body of `POST /replays`. @throws TaskError when the payload cannot be read */
export async function replayBody(
  selection: Selection,
  options: ReplayOptions,
): Promise<Record<string, unknown>> {
  const { rate, maxAttempts, hold, note, payload } = options
  return {
    selection,
    ...(rate === undefined ? {} : { ratePerSecond: rate }),
    ...(maxAttempts === undefined ? {} : { maxAttempts }),
    ...(hold === undefined ? {} : { holdSeconds: hold }),
    ...(note === undefined ? {} : { reason: note }),
    ...(payload === undefined ? {} : { payload: await readPayload(payload) }),
  }
}

async function readPayload(path: string): Promise<unknown> {
  try {
    return JSON.parse(path === '-' ? await text(process.stdin) : await readFile(path, 'utf8'))
  } catch (cause) {
    const what = cause instanceof SyntaxError ? 'expected JSON' : 'it cannot be read'
    throw new TaskError('payload-invalid', `--payload: ${what}: ${asError(cause).message}`, { cause })
  }
}
