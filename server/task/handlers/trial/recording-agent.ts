/** An agent that notes what goes through it, whoever uses it: no handler knows that it is watched. */
import type { Agent, Dispatcher } from 'undici'
import { KEPT_BYTES, type RawBody } from './exchange.ts'

export interface RecordedExchange {
  readonly method: string
  readonly url: URL
  readonly requestHeaders: Readonly<Record<string, string>>
  readonly requestBody: RawBody
  readonly response: {
    readonly status: number
    readonly headers: Readonly<Record<string, string | string[] | undefined>>
    readonly body: RawBody
  } | null
  readonly tookMs: number
}

export interface Recording {
  readonly agent: Agent
  /** In the order in which they began; what has not ended yet, as far as it came. */
  exchanges(): RecordedExchange[]
  /** Resolves when each has ended. */
  ended(): Promise<unknown>
}

/** More would be no trial of one task. */
const MOST_EXCHANGES = 50

export function recordingAgent(agent: Agent, nowMs: () => number): Recording {
  const notes: Note[] = []
  const watched = agent.compose((dispatch) => (options, handler) => {
    if (notes.length >= MOST_EXCHANGES) return dispatch(options, handler)
    const note = new Note(options, nowMs)
    notes.push(note)
    return dispatch(options, watching(handler, note))
  })
  return {
    // It is the agent but for `dispatch`, which all its other methods go through.
    agent: watched as unknown as Agent,
    exchanges: () => notes.map((note) => note.read()),
    ended: () => Promise.all(notes.map((note) => note.ended)),
  }
}

class Note {
  readonly #options: Dispatcher.DispatchOptions
  readonly #nowMs: () => number
  readonly #startedMs: number
  readonly #end = Promise.withResolvers<void>()
  readonly #chunks: Uint8Array[] = []
  #endedMs: number | null = null
  #kept = 0
  #size = 0
  #answer: { status: number; headers: Record<string, string | string[] | undefined> } | null = null

  constructor(options: Dispatcher.DispatchOptions, nowMs: () => number) {
    this.#options = options
    this.#nowMs = nowMs
    this.#startedMs = nowMs()
  }

  get ended(): Promise<void> {
    return this.#end.promise
  }

  answered(status: number, headers: Record<string, string | string[] | undefined>): void {
    this.#answer = { status, headers }
  }

  received(chunk: Uint8Array): void {
    this.#size += chunk.length
    const kept = Buffer.from(chunk.subarray(0, KEPT_BYTES - this.#kept))
    this.#kept += kept.length
    this.#chunks.push(kept)
  }

  finish(): void {
    this.#endedMs ??= this.#nowMs()
    this.#end.resolve()
  }

  read(): RecordedExchange {
    const { method, origin, path, headers, body } = this.#options
    const answer = this.#answer
    return {
      method,
      url: new URL(path, origin),
      requestHeaders: namedHeaders(headers),
      requestBody: sentBody(body),
      response: answer && {
        ...answer,
        body: { bytes: Buffer.concat(this.#chunks), size: this.#size, seen: true },
      },
      tookMs: Math.round((this.#endedMs ?? this.#nowMs()) - this.#startedMs),
    }
  }
}

function sentBody(body: unknown): RawBody {
  if (body === null || body === undefined) return { bytes: new Uint8Array(), size: 0, seen: true }
  const bytes = typeof body === 'string' ? Buffer.from(body) : body
  if (!(bytes instanceof Uint8Array)) return { bytes: new Uint8Array(), size: 0, seen: false }
  return { bytes: bytes.subarray(0, KEPT_BYTES), size: bytes.length, seen: true }
}

/** undici takes an object, entries, or names and values in turn. */
function namedHeaders(headers: Dispatcher.DispatchOptions['headers']): Record<string, string> {
  if (headers === null || headers === undefined) return {}
  const list: readonly unknown[] =
    Symbol.iterator in headers ? [...headers] : Object.entries(headers as Record<string, unknown>)
  const pairs = list.every(Array.isArray)
    ? (list as [unknown, unknown][])
    : list.flatMap((name, index) => (index % 2 === 0 ? [[name, list[index + 1]]] : []))
  return Object.fromEntries(pairs.map(([name, value]) => [String(name), [value].flat().join(', ')]))
}

function watching(handler: Dispatcher.DispatchHandler, note: Note): Dispatcher.DispatchHandler {
  return {
    onRequestStart: (controller, context) => handler.onRequestStart?.(controller, context),
    onRequestUpgrade: (...all) => handler.onRequestUpgrade?.(...all),
    onBodySent: (chunk) => handler.onBodySent?.(chunk),
    onRequestSent: () => handler.onRequestSent?.(),
    onResponseStarted: () => handler.onResponseStarted?.(),
    onResponseStart(controller, status, headers, message) {
      note.answered(status, headers)
      return handler.onResponseStart?.(controller, status, headers, message)
    },
    onResponseData(controller, chunk) {
      note.received(chunk)
      return handler.onResponseData?.(controller, chunk)
    },
    onResponseEnd(controller, trailers) {
      note.finish()
      return handler.onResponseEnd?.(controller, trailers)
    },
    onResponseError(controller, error) {
      note.finish()
      return handler.onResponseError?.(controller, error)
    },
  }
}
