/** For tests: a control plane that speaks the real protocol to workers, and remembers what it heard. */
import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TaskConfigInput } from '../config.ts'
import { type Heartbeat, heartbeat } from './heartbeat.ts'

export interface TestControlPlane {
  readonly url: string
  /** The document that is served from now on; null: the project is unknown. */
  document: TaskConfigInput | null
  /** Answers everything with this status instead. */
  refuseWith: number | null
  /** Told with the next heartbeats. */
  commands: ('drain' | 'stop')[]
  readonly beats: (Heartbeat & { readonly instance: string })[]
  /** Status of each answer to a request for the configuration. */
  readonly answers: number[]
  /** Bodies of published tasks. */
  readonly published: { readonly contentType: string; readonly body: unknown }[]
  /** Goes away: connections are cut and refused. `back` listens again on the same port. */
  away(): Promise<void>
  back(): Promise<void>
}

export const TEST_TOKEN = 'sbx_test'

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return JSON.parse(Buffer.concat(chunks).toString())
}

function answer(response: ServerResponse, status: number, body?: unknown, etag?: string): void {
  const type = status >= 400 ? 'application/problem+json' : 'application/json'
  response.writeHead(status, { 'content-type': type, ...(etag === undefined ? {} : { etag }) })
  response.end(body === undefined ? undefined : JSON.stringify(body))
}

const problem = (status: number) => ({
  type: 'about:blank',
  title: 'No',
  status,
  detail: `because ${status}`,
  code: 'no',
})

export async function startTestControlPlane(): Promise<TestControlPlane> {
  const server = createServer((request, response) => {
    handle(request, response).catch((error) => answer(response, 500, { detail: String(error) }))
  })

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (plane.refuseWith !== null) return answer(response, plane.refuseWith, problem(plane.refuseWith))
    if (request.headers.authorization !== `Bearer ${TEST_TOKEN}`) return answer(response, 401, problem(401))
    const path = request.url ?? ''
    if (path === '/api/v1/tasks') return accept(request, response)
    const instance = /^\/api\/v1\/instances\/([^/]+)$/.exec(path)?.[1]
    if (request.method === 'PUT' && instance !== undefined) {
      plane.beats.push({ ...heartbeat.parse(await bodyOf(request)), instance })
      return answer(response, 200, {
        commands: plane.commands,
        desiredRevision: plane.document?.revision ?? 0,
      })
    }
    serveConfig(path, request, response)
  }

  async function accept(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = (await bodyOf(request)) as { id: string; type: string }
    plane.published.push({ contentType: request.headers['content-type'] ?? '', body })
    answer(response, 202, { accepted: 1, tasks: [{ id: body.id, type: body.type, queue: body.type }] })
  }

  function serveConfig(path: string, request: IncomingMessage, response: ServerResponse) {
    const document = plane.document
    if (document === null || path !== `/api/v1/projects/${document.project}/config`)
      return answer(response, 404, problem(404))
    const etag = `"${createHash('sha256').update(JSON.stringify(document)).digest('hex')}"`
    const status = request.headers['if-none-match'] === etag ? 304 : 200
    plane.answers.push(status)
    answer(response, status, status === 304 ? undefined : document, etag)
  }

  const listen = (port: number) =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, '127.0.0.1', resolve)
    })
  await listen(0)
  const { port } = server.address() as AddressInfo
  const plane: TestControlPlane = {
    url: `http://127.0.0.1:${port}`,
    document: null,
    refuseWith: null,
    commands: [],
    beats: [],
    answers: [],
    published: [],
    away: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
    back: () => listen(port),
  }
  return plane
}
