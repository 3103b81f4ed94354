import { describe, expect, it, vi } from 'vitest'
import { certificate } from '../test-certificate.ts'
import { afterThisTest, handler, shownBy, taskWith } from '../test-service.ts'
import { type SmtpAnswer, type SmtpPeerOptions, startSmtpPeer } from './smtp-peer.ts'
import { emailSend } from './spec.ts'

const account = { user: 'shop', password: 'planted5ecret' }
const payload = { to: 'ada@example.com', subject: 'Grüße', text: 'Hello' }
const task = taskWith(payload)
const sender = { from: 'Shop <shop@example.com>', security: 'none' }
const signIn = { user: 'env:USER_NAME', password: 'env:PASSWORD' }
const env = { USER_NAME: account.user, PASSWORD: account.password }

async function mail(peerOptions: SmtpPeerOptions = {}, more: object = {}, variables: object = {}) {
  const peer = await startSmtpPeer(peerOptions)
  afterThisTest(peer.close)
  const options = emailSend.options.parse({ host: peer.host, port: peer.port, ...sender, ...more })
  const run = await handler({ name: 'email.send', options, env: { ...env, ...variables } })
  return { run, peer }
}

const says = (at: SmtpAnswer['at'], code: number, text = 'no'): SmtpAnswer => ({ at, reply: { code, text } })

describe('email.send', () => {
  it('success: hands over one message, blind copies only in the envelope', async () => {
    const { run, peer } = await mail({}, { replyTo: 'help@example.com' })
    const attachments = [{ filename: 'a.txt', contentBase64: 'aGk=', contentType: 'text/plain' }]
    const more = {
      cc: ['bo@example.com'],
      bcc: 'cy@example.com',
      headers: { 'X-Order': '4711' },
      attachments,
    }
    expect(await run(taskWith({ ...payload, ...more }))).toEqual({ kind: 'done' })
    const [email] = peer.received
    expect(email).toMatchObject({ from: 'shop@example.com', secure: false })
    expect(email?.to).toEqual(['ada@example.com', 'bo@example.com', 'cy@example.com'])
    expect(email?.raw).toMatch(/^Reply-To: help@example\.com\r$/m)
    expect(email?.raw).toMatch(/^X-Order: 4711\r$/m)
    expect(email?.raw).toContain('filename=a.txt')
    expect(email?.raw).not.toContain('cy@example.com')
  })

  it.each([
    ['starttls', false],
    ['tls', true],
  ])('success: %s with a private authority, signed in; not without it', async (security, implicitTls) => {
    const own = certificate()
    const peerOptions = { certificate: own, implicitTls, account }
    const trusting = await mail(peerOptions, { security, ca: 'env:CA', ...signIn }, { CA: own.cert })
    expect(await trusting.run(task)).toEqual({ kind: 'done' })
    expect(trusting.peer.received).toMatchObject([{ secure: true }])
    const doubting = await mail(peerOptions, { security, ...signIn })
    expect(await doubting.run(task)).toMatchObject({ kind: 'retry' })
    expect(doubting.peer.received).toEqual([])
  })

  it('transient error: sends nothing to a server whose certificate has another name', async () => {
    const own = certificate()
    const more = { host: 'localhost', security: 'starttls', ca: 'env:CA' }
    const { run, peer } = await mail({ certificate: own }, more, { CA: own.cert })
    const verdict = await run(task)
    expect(verdict.kind).toBe('retry')
    expect(shownBy(verdict)).toMatch(/does not match certificate/)
    expect(peer.received).toEqual([])
  })

  it('transient error: sends nothing where STARTTLS is required and not offered', async () => {
    const { run, peer } = await mail({}, { security: 'starttls' })
    expect(await run(task)).toMatchObject({ kind: 'retry' })
    expect(peer.received).toEqual([])
  })

  it.each([
    ['rcpt', 550],
    ['data', 554],
    ['mail', 552],
  ] as const)('permanent error: at %s, %i is dead', async (at, code) => {
    const { run, peer } = await mail()
    peer.answerNext(says(at, code))
    const failure = { response: { status: code } }
    expect(await run(task)).toMatchObject({ kind: 'dead', reason: 'rejected', failure })
  })

  it('permanent error: some recipients refused is dead, says who, and that the others got it', async () => {
    const { run, peer } = await mail()
    peer.answerNext(says('rcpt', 550))
    const verdict = await run(taskWith({ ...payload, to: ['no@example.com', 'ada@example.com'] }))
    expect(verdict).toMatchObject({ kind: 'dead', failure: { response: { status: 550 } } })
    expect(shownBy(verdict)).toContain('refused no@example.com; the others got the message')
    expect(peer.received).toMatchObject([{ to: ['ada@example.com'] }])
  })

  it.each([
    ['mail', 550],
    ['rcpt', 530],
    ['rcpt', 452],
  ] as const)('transient error: at %s, %i is tried again', async (at, code) => {
    const { run, peer } = await mail()
    peer.answerNext(says(at, code))
    expect(await run(task)).toMatchObject({ kind: 'retry', failure: { response: { status: code } } })
  })

  it.each([
    ['mail', 421],
    ['rcpt', 450],
    ['data', 451],
  ] as const)('throttled: at %s, %i is tried again', async (at, code) => {
    const { run, peer } = await mail()
    peer.answerNext(says(at, code))
    expect(await run(task)).toMatchObject({ kind: 'retry', failure: { response: { status: code } } })
  })

  it('timeout: ends with the task, drops the connection and is tried again', async () => {
    const { run, peer } = await mail()
    peer.answerNext({ at: 'data', reply: null })
    expect(await run(task, AbortSignal.timeout(100))).toMatchObject({ kind: 'retry' })
    await vi.waitFor(() => expect(peer.connections()).toBe(0))
  })

  it('unreachable: is tried again', async () => {
    const options = emailSend.options.parse({ host: '127.0.0.1', port: 1, ...sender })
    const run = await handler({ name: 'email.send', options })
    expect(await run(task)).toMatchObject({ kind: 'retry', failure: { error: { code: 'target-failed' } } })
  })

  it.each(['127.0.0.1', 'localhost', '::1', '169.254.169.254'])('target rules: %s', async (host) => {
    const options = emailSend.options.parse({ host, ...sender })
    const made = handler({ name: 'email.send', options, allowTargets: [] })
    await expect(made).rejects.toMatchObject({ code: 'target-forbidden', context: { option: 'host' } })
  })

  it('secret missing: cannot be made, and names the reference', async () => {
    const made = mail({}, { user: 'env:USER_NAME', password: 'env:ABSENT' })
    await expect(made).rejects.toMatchObject({
      code: 'secret-unresolved',
      context: { reference: 'env:ABSENT' },
    })
  })

  it('secret kept: shows no password, plain or as AUTH PLAIN; 535 is tried again', async () => {
    const plain = Buffer.from(`\0${account.user}\0${account.password}`).toString('base64')
    const { run, peer } = await mail({ account }, signIn)
    peer.answerNext(says('auth', 535, `bad ${account.password}, ${plain}`))
    const verdict = await run(task)
    expect(verdict).toMatchObject({ kind: 'retry', failure: { response: { status: 535 } } })
    expect(shownBy(verdict)).not.toContain(account.password)
    expect(shownBy(verdict)).not.toContain(plain)
  })

  it.each([
    [{ to: undefined }],
    [{ to: 'ada' }],
    [{ to: 'ada@example.com, bo@example.com' }],
    [{ to: 'ada@example.com\r\nBcc: bo@example.com' }],
    [{ subject: 'x\r\nBcc: bo@example.com' }],
    [{ headers: { Bcc: 'bo@example.com' } }],
    [{ headers: { 'X-A': 'x\r\nBcc: bo@example.com' } }],
    [{ text: undefined }],
    [{ attachments: [{ filename: 'a', path: '/etc/passwd' }] }],
  ])('bad payload: %j is dead and nothing is sent', async (more) => {
    const { run, peer } = await mail()
    const bad = JSON.parse(JSON.stringify({ ...payload, ...more }))
    const failure = { error: { code: 'payload-invalid' } }
    expect(await run(taskWith(bad))).toMatchObject({ kind: 'dead', failure })
    expect(peer.received).toEqual([])
  })

  it('idempotent: the same task has the same Message-ID', async () => {
    const { run, peer } = await mail()
    await run(task)
    await run({ ...task, attempt: 2 })
    const ids = peer.received.map(({ raw }) => /^Message-ID: (.+)\r$/m.exec(raw)?.[1])
    expect(ids).toEqual([`<${task.id}@example.com>`, `<${task.id}@example.com>`])
  })
})
