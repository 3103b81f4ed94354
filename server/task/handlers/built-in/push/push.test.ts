import { createECDH } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { idempotencyUuid } from '../idempotency-key.ts'
import { afterThisTest, handler, shownBy, taskWith } from '../test-service.ts'
import { startAirshipPeer } from './airship/test-peer.ts'
import { startApnsPeer } from './apns/test-peer.ts'
import { startFcmPeer } from './fcm/test-peer.ts'
import type { Answer, Peer, Received } from './test-peer.ts'
import { startWebPushPeer } from './web/test-peer.ts'

interface Setup {
  readonly peer: Peer
  readonly options: Record<string, unknown>
  readonly env: Record<string, string>
  readonly payload: Record<string, unknown>
  /** An option with the address of the service, and a task for a service that is not there. */
  readonly away: { readonly options?: object; readonly payload?: object }
  /** What was sent, as its receiver reads it. */
  readonly read: (received: Received) => Record<string, unknown>
}

const json = ({ body }: Received) => JSON.parse(body.toString())
const AWAY = 'http://127.0.0.1:1'

async function apns(): Promise<Setup> {
  const peer = await startApnsPeer()
  const { keyId, teamId, key, url: apiUrl } = peer
  return {
    ...{ peer, env: { KEY: key }, away: { options: { apiUrl: AWAY } }, read: json },
    options: {
      key: 'env:KEY',
      keyId,
      teamId,
      topic: 'com.example.shop',
      apiUrl,
      environment: 'sandbox',
      pushType: 'alert',
    },
    payload: {
      platform: 'ios',
      token: '00fc13adff785122b4ad28809a342098',
      message: 'Hi',
      title: 'T',
      badge: 2,
    },
  }
}

async function fcm(): Promise<Setup> {
  const peer = await startFcmPeer()
  return {
    ...{ peer, env: { KEY: peer.serviceAccount }, away: { options: { apiUrl: AWAY } }, read: json },
    options: { serviceAccount: 'env:KEY', apiUrl: peer.url },
    payload: { platform: 'android', token: 'device-1', message: 'Hi', title: 'T', badge: 2, extra: { n: 1 } },
  }
}

async function web(): Promise<Setup> {
  const peer = await startWebPushPeer()
  const pair = createECDH('prime256v1')
  const publicKey = pair.generateKeys('base64url')
  const token = peer.subscription
  return {
    ...{ peer, env: { KEY: pair.getPrivateKey('base64url').padStart(43, 'A') } },
    options: { privateKey: 'env:KEY', publicKey, subject: 'mailto:ops@example.com', expireAfterMs: 60_000 },
    payload: { platform: 'web', token, message: 'Hi', title: 'T' },
    away: { payload: { token: { ...token, endpoint: `${AWAY}/push/planted-endpoint` } } },
    read: ({ body }) => JSON.parse(peer.decrypt(body)),
  }
}

async function airship(): Promise<Setup> {
  const peer = await startAirshipPeer()
  return {
    ...{ peer, env: { KEY: 'planted-5ecret' }, away: { options: { apiUrl: AWAY } }, read: json },
    options: { appKey: 'app', masterSecret: 'env:KEY', apiUrl: peer.url, audience: 'channel' },
    payload: { platform: 'ios', token: 'channel-1', message: 'Hi', title: 'T', extra: { n: 1 } },
  }
}

const fcmError = (status: number, errorCode: string, message = '') => ({
  status,
  body: { error: { code: status, message, details: [{ errorCode }] } },
})

interface Case {
  readonly name: string
  readonly setup: () => Promise<Setup>
  readonly sent: object
  readonly gone: Answer[]
  readonly rejected: Answer[]
  readonly retried: Answer[]
  readonly keyOf: (received: Received, setup: Setup) => unknown
}

const id = (key: unknown) => String(key).replaceAll('-', '')

const CASES: Case[] = [
  {
    ...{ name: 'push.apns', setup: apns, sent: { aps: { alert: { title: 'T', body: 'Hi' }, badge: 2 } } },
    gone: [
      { status: 410, body: { reason: 'Unregistered' } },
      { status: 400, body: { reason: 'BadDeviceToken' } },
    ],
    rejected: [{ status: 413, body: { reason: 'PayloadTooLarge' } }],
    retried: [
      { status: 403, body: { reason: 'InvalidProviderToken' } },
      { status: 403, body: { reason: 'ExpiredProviderToken' } },
      { status: 500 },
    ],
    keyOf: ({ headers }) => headers['apns-id'],
  },
  {
    ...{ name: 'push.fcm', setup: fcm },
    sent: { message: { token: 'device-1', notification: { title: 'T', body: 'Hi' }, data: { n: '1' } } },
    gone: [
      fcmError(404, 'UNREGISTERED'),
      fcmError(400, 'INVALID_ARGUMENT', 'The registration token is not a valid FCM registration token'),
    ],
    rejected: [fcmError(400, 'INVALID_ARGUMENT'), fcmError(403, 'SENDER_ID_MISMATCH')],
    retried: [fcmError(503, 'UNAVAILABLE'), { status: 401 }, { status: 502, body: '<html>' }],
    keyOf: (received) => json(received).message.android.notification.tag,
  },
  {
    ...{ name: 'push.web', setup: web, sent: { title: 'T', message: 'Hi' } },
    ...{ gone: [{ status: 410 }, { status: 404 }], rejected: [{ status: 413 }] },
    retried: [{ status: 403 }, { status: 500 }],
    keyOf: ({ headers }) => headers.topic,
  },
  {
    ...{ name: 'push.airship', setup: airship },
    sent: { audience: { ios_channel: 'channel-1' }, device_types: ['ios'], notification: { alert: 'Hi' } },
    ...{ gone: [], rejected: [{ status: 400, body: { error: 'Could not parse request body.' } }] },
    retried: [{ status: 401 }, { status: 500 }],
    keyOf: (received) => json(received).notification.ios.collapse_id,
  },
]

describe.each(CASES)('$name', ({ name, setup, sent, gone, rejected, retried, keyOf }) => {
  async function made(change: (setup: Setup) => { options?: object; payload?: object } = () => ({})) {
    const it = await setup()
    afterThisTest(it.peer.close)
    const { options, payload } = change(it)
    const run = await handler({ name, options: { ...it.options, ...options }, env: it.env })
    return { ...it, run, task: taskWith({ ...it.payload, ...payload }) }
  }

  it('success: sends what its receiver can read', async () => {
    const { run, task, peer, read } = await made()
    expect(await run(task)).toEqual({ kind: 'done' })
    expect(peer.received.map(read)).toMatchObject([sent])
  })

  it('permanent error: says that a token is not registered, or why the push was refused', async () => {
    const { run, task, peer } = await made()
    peer.answerNext(...gone, ...rejected)
    for (const { status } of gone)
      expect(await run(task)).toMatchObject({
        ...{ kind: 'dead', reason: 'rejected' },
        failure: {
          error: { message: expect.stringContaining('is not registered'), context: { unregistered: true } },
          response: { status },
        },
      })
    for (const { status } of rejected)
      expect(await run(task)).toMatchObject({ kind: 'dead', failure: { error: { context: { status } } } })
  })

  it('transient error: is tried again', async () => {
    const { run, task, peer } = await made()
    peer.answerNext(...retried)
    for (const { status } of retried)
      expect(await run(task)).toMatchObject({ kind: 'retry', failure: { response: { status } } })
    expect(await run(task)).toEqual({ kind: 'done' })
  })

  it('throttled: waits as long as Retry-After says', async () => {
    const { run, task, peer } = await made()
    peer.answerNext({ status: 429, headers: { 'retry-after': '12' } })
    expect(await run(task)).toMatchObject({ kind: 'retry', afterMs: 12_000 })
  })

  it('timeout: ends with the task, and is tried again', async () => {
    const { run, task, peer } = await made()
    peer.answerNext('silence')
    expect(await run(task, AbortSignal.timeout(100))).toMatchObject({ kind: 'retry' })
  })

  it('unreachable: is tried again', async () => {
    const { run, task } = await made(({ away }) => away)
    const verdict = await run(task)
    expect(verdict).toMatchObject({ kind: 'retry' })
    expect(shownBy(verdict)).toContain('ECONNREFUSED')
  })

  it('secret missing: cannot be made, and names the reference', async () => {
    const it = await setup()
    afterThisTest(it.peer.close)
    await expect(handler({ name, options: it.options })).rejects.toMatchObject({
      ...{ code: 'secret-unresolved', context: { reference: 'env:KEY' } },
    })
  })

  it('secret kept: shows none, even where the service repeats what it was sent', async () => {
    const { run, task, peer } = await made()
    await run(task)
    const { authorization = '' } = peer.received[0]?.headers ?? {}
    const secret = authorization.replace(/^\w+ (t=)?/, '').split(',')[0] ?? ''
    peer.answerNext({ status: 500, body: `You sent ${secret}` })
    const verdict = await run(task)
    expect(shownBy(verdict)).toContain('You sent')
    // A signed header of Web Push is made anew for each message, for one push service and some hours.
    if (name !== 'push.web') expect(shownBy(verdict)).not.toContain(secret)
    expect(shownBy(verdict)).not.toContain('planted')
  })

  it.each([[{}], [{ message: '' }], [{ platform: 'pager' }], [{ token: 7 }], [{ colour: 'red' }]])(
    'bad payload: %j is dead and nothing is sent',
    async (change) => {
      const { run, task, peer } = await made()
      const payload = Object.keys(change).length === 0 ? {} : { ...(task.payload as object), ...change }
      expect(await run(taskWith(payload))).toMatchObject({
        ...{ kind: 'dead', reason: 'rejected', failure: { error: { code: 'payload-invalid' } } },
      })
      expect(peer.received).toEqual([])
    },
  )

  it('idempotent: a redelivery carries the same key, an edited replay another', async () => {
    const all = await made()
    await all.run(all.task)
    await all.run({ ...all.task, attempt: 2 })
    await all.run({ ...all.task, extensions: { editedinreplay: 'r1' } })
    const keys = all.peer.received.map((one) => id(keyOf(one, all)))
    expect(keys.slice(0, 2)).toEqual([id(idempotencyUuid(all.task)), id(idempotencyUuid(all.task))])
    expect(keys[2]).not.toBe(keys[0])
  })
})
