/** What the stand-ins of push services share: what they have received, and what they answer next. No test runner needed. */
import type { IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Http2SecureServer, Http2ServerRequest, Http2ServerResponse } from 'node:http2'
import type { AddressInfo } from 'node:net'

export interface Received {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

export interface Answer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

export interface Peer {
  readonly url: string
  readonly received: Received[]
  /** Sets the answers of the next requests, one each; `'silence'` is none. After them all is well again. */
  answerNext(...answers: (Answer | 'silence')[]): void
  close(): Promise<void>
}

type Request = IncomingMessage | Http2ServerRequest
type Response = ServerResponse | Http2ServerResponse

export class Exchange {
  readonly received: Received[] = []
  readonly #next: (Answer | 'silence')[] = []
  readonly #usual: (received: Received) => Answer

  constructor(usual: (received: Received) => Answer) {
    this.#usual = usual
  }

  answerNext(...answers: (Answer | 'silence')[]): void {
    this.#next.push(...answers)
  }

  /** @param check answers instead, where the sender is not let in */
  async serve(
    request: Request,
    response: Response,
    check: (received: Received) => Promise<Answer | null> = async () => null,
  ): Promise<void> {
    const one = await read(request)
    this.received.push(one)
    send(response, (await check(one)) ?? this.#next.shift() ?? this.#usual(one))
  }
}

export async function read(request: Request): Promise<Received> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const { method = '', url: path = '', headers } = request
  return { method, path, headers, body: Buffer.concat(chunks) }
}

export function send(response: Response, answer: Answer | 'silence'): void {
  if (answer === 'silence') return
  const { status, headers = {}, body } = answer
  const to = response as ServerResponse
  to.writeHead(status, { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers })
  to.end(body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body))
}

export async function listen(server: Server | Http2SecureServer): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

export function closing(server: Server): () => Promise<void> {
  return () =>
    new Promise((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
}
