/** Speaks for `api.push.apple.com`: HTTP/2 over TLS, tokens verified. */
import { generateKeyPairSync } from 'node:crypto'
import { createServer } from 'node:http'
import { createSecureServer } from 'node:http2'
import { jwtVerify } from 'jose'
import { type Answer, Exchange, listen, type Peer, type Received } from '../test-peer.ts'

export interface ApnsPeer extends Peer {
  /** The content of a .p8 file that it knows, with its ids. */
  readonly key: string
  readonly keyId: string
  readonly teamId: string
  /** Connections that were made to it. */
  readonly connections: () => number
}

export interface Certificate {
  readonly key: string
  readonly cert: string
}

/** @param certificate for 127.0.0.1; without one it speaks plain HTTP/1.1, for where no CA can be passed on */
export async function startApnsPeer(certificate?: Certificate): Promise<ApnsPeer> {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const ids = { keyId: 'ABC123DEFG', teamId: 'DEF123GHIJ' }
  let connections = 0
  const exchange = new Exchange(usual)
  const checked = async (received: Received): Promise<Answer | null> => {
    const token = /^bearer (.+)$/.exec(received.headers.authorization ?? '')?.[1] ?? ''
    const iat = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString() || '{}').iat
    const options = { issuer: ids.teamId, algorithms: ['ES256'], currentDate: new Date(Number(iat) * 1_000) }
    const verified = await jwtVerify(token, publicKey, options).catch(() => null)
    return verified?.protectedHeader.kid === ids.keyId
      ? null
      : { status: 403, body: { reason: 'InvalidProviderToken' } }
  }
  const server =
    certificate === undefined
      ? createServer((request, response) => exchange.serve(request, response, checked))
      : createSecureServer(certificate, (request, response) => exchange.serve(request, response, checked))
  const sessions = new Set<{ destroy(): void }>()
  server.on('connection', (socket) => {
    connections += 1
    sessions.add(socket)
  })
  const port = await listen(server)
  return {
    url: `${certificate === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    ...{ received: exchange.received, ...ids, connections: () => connections },
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    answerNext: (...answers) => exchange.answerNext(...answers),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const session of sessions) session.destroy()
      }),
  }
}

function usual({ headers, path, method }: Received): Answer {
  if (method !== 'POST') return { status: 405, body: { reason: 'MethodNotAllowed' } }
  if (!/^\/3\/device\/[0-9a-f]+$/i.test(path)) return { status: 404, body: { reason: 'BadPath' } }
  return { status: 200, headers: { 'apns-id': String(headers['apns-id']) } }
}
