/** A proxy target with a record of its own: what it was asked to do, by task id and attempt, and what it answered. */
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

export interface Answer {
  readonly status: number
  readonly body?: string
}

export interface Run {
  readonly taskId: string
  /** 1-based, as the request says. */
  readonly attempt: number
  readonly replayId: string | null
  readonly payload: unknown
  /** When it arrived, milliseconds of the epoch. */
  readonly at: number
  /** When it was answered; null while it is held. */
  answeredAt: number | null
  /** What it was answered. */
  status: number | null
}

export interface RecordingTarget {
  readonly url: string
  readonly runs: readonly Run[]
  /** Distinct ids of tasks that arrived. */
  ids(): Set<string>
  /** Distinct ids of tasks that were answered with a 2xx. */
  done(): Set<string>
  /** Requests that wait for their answer now. */
  inFlight(): number
  /** How it answers from now on. */
  answerWith(status: number, body?: string): void
  /** The same, decided for each request. */
  answerBy(decide: (run: Run) => Answer): void
  /** How long each answer takes from now on. */
  takeMs(durationMs: number): void
  /** Answers nothing until `release`. */
  hold(): void
  /** The same once so many more have arrived: however fast they come, the rest is still to be done. */
  holdAfter(count: number): void
  release(): void
  close(): Promise<void>
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part)
  return Buffer.concat(parts).toString()
}

function runOf(request: IncomingMessage, body: string, at: number): Run {
  const { 'ce-id': id, 'ce-attempt': attempt, 'ce-replayid': replayId } = request.headers
  return {
    taskId: String(id),
    attempt: Number(attempt),
    replayId: replayId === undefined ? null : String(replayId),
    payload: JSON.parse(body || 'null'),
    at,
    answeredAt: null,
    status: null,
  }
}

const isDone = ({ status }: Run) => status !== null && status >= 200 && status < 300

export async function startTarget(): Promise<RecordingTarget> {
  const runs: Run[] = []
  let decide: (run: Run) => Answer = () => ({ status: 200 })
  let durationMs = 0
  let gate: PromiseWithResolvers<void> | null = null
  let heldFrom = Number.POSITIVE_INFINITY
  const server = createServer(async (request, response) => {
    const at = Date.now()
    const body = await bodyOf(request).catch(() => null)
    // Its sender is gone before it had said what to do.
    if (body === null) return
    const run = runOf(request, body, at)
    runs.push(run)
    if (runs.length > heldFrom) gate ??= Promise.withResolvers()
    if (durationMs > 0) await sleep(durationMs)
    await gate?.promise
    const answer = decide(run)
    run.status = answer.status
    run.answeredAt = Date.now()
    response.writeHead(answer.status).end(answer.body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/run`,
    runs,
    ids: () => new Set(runs.map((run) => run.taskId)),
    done: () => new Set(runs.filter(isDone).map((run) => run.taskId)),
    inFlight: () => runs.filter((run) => run.status === null).length,
    answerWith: (status, body) => {
      decide = () => (body === undefined ? { status } : { status, body })
    },
    answerBy: (by) => {
      decide = by
    },
    takeMs: (ms) => {
      durationMs = ms
    },
    hold: () => {
      gate ??= Promise.withResolvers()
    },
    holdAfter: (count) => {
      heldFrom = runs.length + count
    },
    release() {
      heldFrom = Number.POSITIVE_INFINITY
      gate?.resolve()
      gate = null
    },
    async close() {
      gate?.resolve()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
