import { createECDH } from 'node:crypto'
import { expect, it } from 'vitest'
import { afterThisTest, handler, shownBy, taskWith } from '../../test-service.ts'
import { startWebPushPeer } from './test-peer.ts'

async function pushing(endpoint: (url: string) => string, allowTargets = ['loopback'], change = {}) {
  const peer = await startWebPushPeer()
  afterThisTest(peer.close)
  const pair = createECDH('prime256v1')
  const publicKey = pair.generateKeys('base64url')
  const run = await handler({
    name: 'push.web',
    options: { publicKey, privateKey: 'env:KEY', subject: 'mailto:ops@example.com', expireAfterMs: 60_000 },
    env: { KEY: pair.getPrivateKey('base64url').padStart(43, 'A') },
    allowTargets,
  })
  const token = { ...peer.subscription, endpoint: endpoint(peer.url), ...change }
  const verdict = await run(taskWith({ platform: 'web', token, message: 'Hi' }))
  return { peer, verdict }
}

it.each([
  ['a loopback address', (url: string) => `${url}/planted`],
  ['a name of one', (url: string) => `${url.replace('127.0.0.1', 'localhost')}/planted`],
  ['a private address', () => 'https://10.0.0.1/planted'],
  ['a metadata address', () => 'http://169.254.169.254/planted'],
  ['plain http', () => 'http://192.0.2.1.example/planted'],
])('refuses an endpoint that is %s, without showing its path', async (_what, endpoint) => {
  const { peer, verdict } = await pushing(endpoint, [])
  expect(verdict).toMatchObject({ kind: 'dead', failure: { error: { code: 'target-forbidden' } } })
  expect(shownBy(verdict)).not.toContain('planted')
  expect(peer.received).toEqual([])
})

it('signs with the key that the browser subscribed with, for the push service', async () => {
  const { peer, verdict } = await pushing((url) => `${url}/push/1`)
  expect(verdict).toEqual({ kind: 'done' })
  const { authorization = '', ttl } = peer.received[0]?.headers ?? {}
  expect(await peer.isSigned(authorization)).toBe(true)
  expect(await peer.isSigned(`${authorization.slice(0, 40)}x${authorization.slice(41)}`)).toBe(false)
  expect(ttl).toBe('60')
})

it('refuses a subscription whose key is no point of the curve', async () => {
  const { peer, verdict } = await pushing((url) => `${url}/push/1`, ['loopback'], {
    keys: { p256dh: 'A'.repeat(87), auth: 'A'.repeat(22) },
  })
  expect(verdict).toMatchObject({ kind: 'dead', failure: { error: { code: 'payload-invalid' } } })
  expect(peer.received).toEqual([])
})

it('cannot be made with a private key that is none, and does not show it', async () => {
  const options = { publicKey: 'A'.repeat(87), privateKey: 'env:KEY', subject: 'mailto:a@example.com' }
  const made = handler({ name: 'push.web', options, env: { KEY: 'planted-5ecret' } })
  await expect(made).rejects.toMatchObject({ code: 'config-invalid', context: { option: 'privateKey' } })
  await expect(made).rejects.not.toMatchObject({ message: expect.stringContaining('planted') })
})
