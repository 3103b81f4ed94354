/** The services that built-in handlers call, each a local server that speaks its protocol, and a handler set up for it. */
import { createECDH } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { startAirshipPeer } from '../server/task/handlers/built-in/push/airship/test-peer.ts'
import { startApnsPeer } from '../server/task/handlers/built-in/push/apns/test-peer.ts'
import { startFcmPeer } from '../server/task/handlers/built-in/push/fcm/test-peer.ts'
import type { Peer } from '../server/task/handlers/built-in/push/test-peer.ts'
import { startWebPushPeer } from '../server/task/handlers/built-in/push/web/test-peer.ts'
import { startS3Peer } from '../server/task/handlers/built-in/s3/test-peer.ts'

export interface Service {
  readonly handler: string
  readonly options: Readonly<Record<string, unknown>>
  readonly payload: unknown
  readonly received: readonly unknown[]
  /** The next request is refused for a reason that lies in the task. */
  readonly refuseNext: () => void
  /** So do two requests for a reason that may pass. */
  readonly failTwice: () => void
  readonly close: () => Promise<void>
}

/** Keeps a secret in a file of `folder` and gives its reference. */
type Keep = (name: string, secret: string) => Promise<string>

interface Answers {
  readonly refused: { readonly status: number; readonly body?: unknown }
  readonly failed: { readonly status: number; readonly body?: unknown }
}

function serviceOf(
  peer: Peer,
  { refused, failed }: Answers,
  setup: Pick<Service, 'handler' | 'options' | 'payload'>,
): Service {
  return {
    ...setup,
    received: peer.received,
    refuseNext: () => peer.answerNext(refused),
    failTwice: () => peer.answerNext(failed, failed),
    close: () => peer.close(),
  }
}

/** Answers `ok` to all, but for what was planned. */
async function startPlain(ok: unknown): Promise<Peer> {
  const received: Peer['received'] = []
  const next: { status: number; body?: unknown }[] = []
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part)
    const { method = '', url: path = '', headers } = request
    received.push({ method, path, headers, body: Buffer.concat(parts) })
    const { status, body } = next.shift() ?? { status: 200, body: ok }
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body ?? {}))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    ...{ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received },
    answerNext: (...answers) => void next.push(...answers.filter((answer) => answer !== 'silence')),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

const failed = { status: 500 }

async function apns(keep: Keep): Promise<Service> {
  const peer = await startApnsPeer()
  const { keyId, teamId, url: apiUrl } = peer
  return serviceOf(
    peer,
    { refused: { status: 410, body: { reason: 'Unregistered' } }, failed },
    {
      handler: 'push.apns',
      options: { key: await keep('apns', peer.key), keyId, teamId, topic: 'com.example.shop', apiUrl },
      payload: { platform: 'ios', token: '00fc13adff785122b4ad28809a342098', message: 'Hi' },
    },
  )
}

async function fcm(keep: Keep): Promise<Service> {
  const peer = await startFcmPeer()
  const gone = { error: { code: 404, message: '', details: [{ errorCode: 'UNREGISTERED' }] } }
  return serviceOf(
    peer,
    { refused: { status: 404, body: gone }, failed },
    {
      handler: 'push.fcm',
      options: { serviceAccount: await keep('fcm', peer.serviceAccount), apiUrl: peer.url },
      payload: { platform: 'android', token: 'device-1', message: 'Hi' },
    },
  )
}

async function webPush(keep: Keep): Promise<Service> {
  const peer = await startWebPushPeer()
  const pair = createECDH('prime256v1')
  const publicKey = pair.generateKeys('base64url')
  const privateKey = await keep('vapid', pair.getPrivateKey('base64url').padStart(43, 'A'))
  return serviceOf(
    peer,
    { refused: { status: 410 }, failed },
    {
      handler: 'push.web',
      options: { privateKey, publicKey, subject: 'mailto:ops@example.com' },
      payload: { platform: 'web', token: peer.subscription, message: 'Hi' },
    },
  )
}

async function airship(keep: Keep): Promise<Service> {
  const peer = await startAirshipPeer()
  return serviceOf(
    peer,
    { refused: { status: 400, body: { error: 'Could not parse request body.' } }, failed },
    {
      handler: 'push.airship',
      options: { appKey: 'app', masterSecret: await keep('airship', 'airship-5ecret'), apiUrl: peer.url },
      payload: { platform: 'ios', token: 'channel-1', message: 'Hi' },
    },
  )
}

async function segment(keep: Keep): Promise<Service> {
  const peer = await startPlain({ success: true })
  return serviceOf(
    peer,
    { refused: { status: 400 }, failed },
    {
      handler: 'segment.track',
      options: { writeKey: await keep('segment', 'segment-5ecret'), apiUrl: peer.url },
      payload: { userId: 'user-1', event: 'Invoice paid' },
    },
  )
}

async function mixpanel(keep: Keep): Promise<Service> {
  const peer = await startPlain({ code: 200, num_records_imported: 1, status: 'OK' })
  return serviceOf(
    peer,
    { refused: { status: 400 }, failed },
    {
      handler: 'mixpanel.track',
      options: { token: await keep('mixpanel', 'mixpanel-5ecret'), apiUrl: peer.url },
      payload: { event: 'Invoice paid', distinctId: 'user-1' },
    },
  )
}

async function s3(keep: Keep): Promise<Service> {
  const peer = await startS3Peer()
  const { bucket, region, url: endpoint, accessKeyId, secretAccessKey } = peer
  const secrets = {
    accessKeyId: await keep('s3-id', accessKeyId),
    secretAccessKey: await keep('s3-secret', secretAccessKey),
  }
  return {
    handler: 's3.upload',
    options: { bucket, region, endpoint, ...secrets },
    payload: { key: 'invoices/4711.txt', content: 'paid' },
    received: peer.received,
    refuseNext: () => peer.answerNext({ status: 400, code: 'EntityTooLarge' }),
    failTwice() {
      for (const code of ['AccessDenied', 'AccessDenied']) peer.answerNext({ status: 403, code })
    },
    close: () => peer.close(),
  }
}

/** @param folder where their secrets are kept */
export function startServices(folder: string): Promise<Service[]> {
  const keep: Keep = async (name, secret) => {
    await writeFile(join(folder, `${name}.secret`), secret)
    return `file:${join(folder, `${name}.secret`)}`
  }
  return Promise.all([apns, fcm, webPush, airship, segment, mixpanel, s3].map((start) => start(keep)))
}
