/** A proxy target with a record of its own: what it was asked to do, by task id. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Run {
  readonly taskId: string
  readonly payload: unknown
  readonly at: number
}

export interface RecordingTarget {
  readonly url: string
  readonly runs: readonly Run[]
  /** Distinct task ids. */
  ids(): Set<string>
  /** How it answers from now on. */
  answerWith(status: number, body?: string): void
  close(): Promise<void>
}

export async function startTarget(): Promise<RecordingTarget> {
  const runs: Run[] = []
  let answer = { status: 200, body: '' }
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      runs.push({
        taskId: String(request.headers['ce-id']),
        payload: JSON.parse(Buffer.concat(parts).toString() || 'null'),
        at: Date.now(),
      })
      response.writeHead(answer.status).end(answer.body)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/run`,
    runs,
    ids: () => new Set(runs.map((run) => run.taskId)),
    answerWith(status, body = '') {
      answer = { status, body }
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
