import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { expect, it } from 'vitest'
import { createSecretResolver } from '../../../../source/secrets.ts'
import { createTargetAgent } from '../../../target-agent.ts'
import { builtInRun } from '../../make-run.ts'
import { certificate } from '../../test-certificate.ts'
import { afterThisTest, taskWith } from '../../test-service.ts'
import { type Certificate, startApnsPeer } from './test-peer.ts'

const MINUTE_MS = 60_000
const payload = { platform: 'ios', token: '00fc13adff785122b4ad28809a342098', message: 'Hi' }

function trust({ cert }: Certificate): void {
  const before = getCACertificates('default')
  setDefaultCACertificates([...before, cert])
  afterThisTest(() => setDefaultCACertificates(before))
}

async function overTls(trusted = true) {
  const own = certificate()
  if (trusted) trust(own)
  const peer = await startApnsPeer(own)
  afterThisTest(peer.close)
  const agent = createTargetAgent(['loopback'])
  afterThisTest(() => agent.destroy())
  const clock = { ms: Date.parse('2026-05-01T12:00:00Z') }
  const { keyId, teamId, url: apiUrl } = peer
  const options = { key: 'env:KEY', keyId, teamId, topic: 'com.example.shop', apiUrl, pushType: 'alert' }
  const secrets = createSecretResolver({ env: { KEY: peer.key }, allowedNames: ['KEY'] })
  const now = () => new Date(clock.ms)
  const run = await builtInRun(
    { name: 'push.apns', options },
    { agent, allowTargets: ['loopback'], secrets, now },
  )
  const task = taskWith(payload)
  const push = () => run({ task, signal: AbortSignal.timeout(10_000), message: () => expect.unreachable() })
  return { peer, push, clock, tokens: () => peer.received.map(({ headers }) => headers.authorization) }
}

it('shares one HTTP/2 connection and one token among pushes that run at once', async () => {
  const { peer, push, tokens } = await overTls()
  const verdicts = await Promise.all(Array.from({ length: 50 }, push))
  expect(verdicts.every(({ kind }) => kind === 'done')).toBe(true)
  await push()
  expect(peer.received.every(({ headers }) => ':path' in headers)).toBe(true)
  expect(peer.connections()).toBe(1)
  expect(new Set(tokens()).size).toBe(1)
})

it('does not talk to a server that it cannot trust', async () => {
  const { peer, push } = await overTls(false)
  expect(await push()).toMatchObject({ kind: 'retry' })
  expect(peer.received).toEqual([])
})

it('renews an expired token at once and sends again, but not more often than APNs allows', async () => {
  const { peer, push, clock, tokens } = await overTls()
  const expired = { status: 403, body: { reason: 'ExpiredProviderToken' } }
  await push()
  peer.answerNext(expired)
  expect(await push()).toMatchObject({ kind: 'retry' })
  clock.ms += 21 * MINUTE_MS
  peer.answerNext(expired)
  expect(await push()).toEqual({ kind: 'done' })
  expect(new Set(tokens()).size).toBe(2)
  clock.ms += 41 * MINUTE_MS
  expect(await push()).toEqual({ kind: 'done' })
  expect(new Set(tokens()).size).toBe(3)
})
