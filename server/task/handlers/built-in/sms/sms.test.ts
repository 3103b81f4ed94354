import { describe, expect, it } from 'vitest'
import { afterThisTest, handler, shownBy, taskWith } from '../test-service.ts'
import { smsSend } from './spec.ts'
import { type SmsAnswer, startTwilioPeer } from './twilio-peer.ts'

const TOKEN = 'planted5ecretToken'
const accountSid = `AC${'0'.repeat(32)}`
const messagingServiceSid = `MG${'0'.repeat(32)}`
const task = taskWith({ to: '+15550001111', body: 'Grüße & so' })
const optionsFor = (apiUrl: string, more: object = { from: '+15550002222' }) =>
  smsSend.options.parse({ accountSid, authToken: 'env:TOKEN', apiUrl, ...more })

async function twilio(answer?: SmsAnswer | null, more?: object) {
  const peer = await startTwilioPeer(answer)
  afterThisTest(peer.stop)
  const run = await handler({ name: 'sms.send', options: optionsFor(peer.url, more), env: { TOKEN } })
  return { run, received: peer.received }
}

const refusal = (status: number, code: number, message = 'no', headers = {}): SmsAnswer => ({
  ...{ status, headers },
  body: JSON.stringify({ code, message, status }),
})

describe('sms.send', () => {
  it('success: posts a form with the account as user', async () => {
    const { run, received } = await twilio()
    expect(await run(task)).toEqual({ kind: 'done' })
    expect(received).toEqual([
      {
        path: `/2010-04-01/Accounts/${accountSid}/Messages.json`,
        authorization: `Basic ${Buffer.from(`${accountSid}:${TOKEN}`).toString('base64')}`,
        form: { To: '+15550001111', Body: 'Grüße & so', From: '+15550002222' },
      },
    ])
  })

  it('success: a messaging service chooses the sender unless the payload names one', async () => {
    const { run, received } = await twilio(undefined, { messagingServiceSid })
    await run(task)
    await run(taskWith({ to: '+15550001111', body: 'x', from: 'Shop' }))
    expect(received.map(({ form }) => [form.MessagingServiceSid, form.From])).toEqual([
      [messagingServiceSid, undefined],
      [undefined, 'Shop'],
    ])
  })

  it.each([21211, 21610, 21614, 21617])('permanent error: %i is about the message', async (code) => {
    const { run } = await twilio(refusal(400, code))
    expect(await run(task)).toMatchObject({ kind: 'dead', reason: 'rejected' })
  })

  it('permanent error: a sender that the payload names', async () => {
    const { run } = await twilio(refusal(400, 21606))
    expect(await run(task)).toMatchObject({ kind: 'retry' })
    expect(await run(taskWith({ to: '+15550001111', body: 'x', from: '+1555' }))).toMatchObject({
      kind: 'dead',
    })
  })

  it.each([
    [401, 20003],
    [400, 30999],
    [500, 20500],
  ])('transient error: %i with %i is tried again', async (status, code) => {
    const { run } = await twilio(refusal(status, code))
    expect(await run(task)).toMatchObject({ kind: 'retry', failure: { response: { status } } })
  })

  it('transient error: an answer that is no JSON', async () => {
    const { run } = await twilio({ status: 502, body: '<html>Bad gateway</html>' })
    expect(await run(task)).toMatchObject({ kind: 'retry' })
  })

  it('throttled: waits as long as Retry-After says', async () => {
    const { run } = await twilio(refusal(429, 20429, 'slow down', { 'retry-after': '7' }))
    expect(await run(task)).toMatchObject({ kind: 'retry', afterMs: 7_000 })
  })

  it('timeout: ends with the task, and is tried again', async () => {
    const { run } = await twilio(null)
    expect(await run(task, AbortSignal.timeout(50))).toMatchObject({ kind: 'retry' })
  })

  it('unreachable: is tried again', async () => {
    const options = optionsFor('http://127.0.0.1:1')
    const run = await handler({ name: 'sms.send', options, env: { TOKEN } })
    expect(await run(task)).toMatchObject({ kind: 'retry', failure: { error: { code: 'target-failed' } } })
  })

  it('secret missing: cannot be made, and names the reference', async () => {
    const made = handler({ name: 'sms.send', options: optionsFor('https://api.twilio.com') })
    await expect(made).rejects.toMatchObject({
      code: 'secret-unresolved',
      context: { reference: 'env:TOKEN' },
    })
  })

  it('secret kept: shows no token, plain or in Basic authentication', async () => {
    const basic = Buffer.from(`${accountSid}:${TOKEN}`).toString('base64')
    const { run } = await twilio(refusal(401, 20003, `bad ${TOKEN}, ${basic}`))
    const shown = shownBy(await run(task))
    expect(shown).toContain('20003')
    expect(shown).not.toContain(TOKEN)
    expect(shown).not.toContain(basic)
  })

  it.each([
    [{ body: 'x' }],
    [{ to: '0555', body: 'x' }],
    [{ to: '+15550001111', body: '' }],
    [{ to: '+15550001111', body: 'x', mediaUrl: 'file:///etc/passwd' }],
  ])('bad payload: %j is dead and nothing is sent', async (payload) => {
    const { run, received } = await twilio()
    expect(await run(taskWith(payload))).toMatchObject({
      kind: 'dead',
      failure: { error: { code: 'payload-invalid' } },
    })
    expect(received).toEqual([])
  })

  it.each([
    [{}, 'from'],
    [{ from: '+1', apiKey: `SK${'0'.repeat(32)}` }, 'authToken'],
    [{ from: '+1', apiKeySecret: 'env:S' }, 'apiKeySecret'],
    [{ from: '+1', accountSid: 'AC/../x' }, 'accountSid'],
  ])('bad options: %j', (more, at) => {
    const read = smsSend.options.safeParse({ accountSid, authToken: 'env:TOKEN', ...more })
    expect(read.error?.issues[0]?.path).toEqual([at])
  })
})
