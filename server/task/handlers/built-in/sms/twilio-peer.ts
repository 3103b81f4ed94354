/** For tests: a service on this machine that answers as Twilio's API for messages does. */
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface ReceivedSms {
  readonly path: string
  readonly authorization: string
  readonly form: Readonly<Record<string, string>>
}

export interface SmsAnswer {
  readonly status: number
  readonly body: string
  readonly headers?: Readonly<Record<string, string>>
}

const ACCEPTED: SmsAnswer = { status: 201, body: '{"sid":"SM0","status":"queued","error_code":null}' }

/** @param answer what it answers; null when it never does */
export async function startTwilioPeer(answer: SmsAnswer | null = ACCEPTED) {
  const received: ReceivedSms[] = []
  const server = createServer(async (request, response) => {
    received.push(await readSms(request))
    if (answer === null) return
    response
      .writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers })
      .end(answer.body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received, stop }
}

async function readSms(request: IncomingMessage): Promise<ReceivedSms> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  const form = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString()))
  return { path: request.url ?? '', authorization: request.headers.authorization ?? '', form }
}
