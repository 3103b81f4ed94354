import { describe, expect, it } from 'vitest'
import { idempotencyUuid } from '../idempotency-key.ts'
import { handler, serve, shownBy, taskWith } from '../test-service.ts'
import { slackMessage } from './spec.ts'

const TOKEN = 'xoxb-planted-5ecret'
const task = taskWith({ text: 'Deployed' })

/** Speaks for `hooks.slack.com`: a word as text, with a status. */
async function webhook(status: number, word: string, headers: Record<string, string> = {}) {
  const { url, received } = await serve((_request, response) => response.writeHead(status, headers).end(word))
  const env = { HOOK: `${url}/services/T0/B0/planted5ecret` }
  const run = await handler({ name: 'slack.message', options: options({ webhookUrl: 'env:HOOK' }), env })
  return { run, received, env }
}

/** Speaks for `slack.com/api`: 200 and JSON, as a rule. */
async function bot(answer: object, status = 200, headers: Record<string, string> = {}, more: object = {}) {
  const { url, received } = await serve((_request, response) =>
    response
      .writeHead(status, { 'content-type': 'application/json', ...headers })
      .end(JSON.stringify(answer)),
  )
  const run = await handler({
    name: 'slack.message',
    options: options({ token: 'env:TOKEN', channel: '#deploys', apiUrl: `${url}/api`, ...more }),
    env: { TOKEN },
  })
  return { run, received }
}

const options = (input: object) => slackMessage.options.parse(input)

describe('slack.message through a webhook', () => {
  it('success: posts the message to the secret address', async () => {
    const { run, received } = await webhook(200, 'ok')
    expect(await run(task)).toEqual({ kind: 'done' })
    expect(received).toMatchObject([
      { method: 'POST', path: '/services/T0/B0/planted5ecret', text: '{"text":"Deployed"}' },
    ])
    expect(received[0]?.headers['content-type']).toContain('application/json')
  })

  it.each([
    [400, 'invalid_payload', 'dead'],
    [413, '', 'dead'],
    [403, 'action_prohibited', 'retry'],
    [404, 'no_service', 'retry'],
    [410, 'channel_is_archived', 'retry'],
    [500, 'rollup_error', 'retry'],
  ])('permanent error and transient error: takes %i %s for %s', async (status, word, kind) => {
    const { run } = await webhook(status, word)
    const verdict = await run(task)
    expect(verdict).toMatchObject({ kind, failure: { response: { status, body: word } } })
    if (verdict.kind !== 'done')
      expect(verdict.failure.error.message).toBe(`Slack answered ${`${status} ${word}`.trim()}.`)
  })

  it('throttled: waits as long as Retry-After says', async () => {
    const { run } = await webhook(429, 'rate_limited', { 'retry-after': '30' })
    expect(await run(task)).toMatchObject({ kind: 'retry', afterMs: 30_000 })
  })

  it('secret kept: shows no part of the address, whatever the service says', async () => {
    const hook = await webhook(404, 'no_service at /services/T0/B0/planted5ecret')
    expect(shownBy(await hook.run(task))).not.toContain('planted5ecret')
    const refused = handler({
      name: 'slack.message',
      options: options({ webhookUrl: 'env:HOOK' }),
      env: { HOOK: 'http://10.0.0.1/planted5ecret' },
    })
    await expect(refused).rejects.toMatchObject({ code: 'target-forbidden' })
    const error = await refused.catch((thrown) => thrown)
    expect([error.message, error.stack, JSON.stringify(error)].join()).not.toContain('planted5ecret')
  })
})

describe('slack.message as a bot', () => {
  it('success: calls chat.postMessage with the token and the channel of the configuration', async () => {
    const { run, received } = await bot({ ok: true, ts: '1.2' })
    expect(await run(task)).toEqual({ kind: 'done' })
    expect(received[0]).toMatchObject({
      path: '/api/chat.postMessage',
      headers: { authorization: `Bearer ${TOKEN}` },
    })
    expect(JSON.parse(received[0]?.text ?? '')).toMatchObject({ channel: '#deploys', text: 'Deployed' })
  })

  it('success: the payload may name another channel', async () => {
    const { run, received } = await bot({ ok: true })
    await run(taskWith({ text: 'x', channel: 'C123' }))
    expect(JSON.parse(received[0]?.text ?? '').channel).toBe('C123')
  })

  it.each([
    ['no_text', 'dead'],
    ['msg_too_long', 'dead'],
    ['invalid_blocks', 'dead'],
    ['channel_not_found', 'retry'],
    ['not_in_channel', 'retry'],
    ['invalid_auth', 'retry'],
    ['token_revoked', 'retry'],
    ['internal_error', 'retry'],
    ['something_new', 'retry'],
  ])('permanent error and transient error: takes ok:false %s for %s', async (error, kind) => {
    const { run } = await bot({ ok: false, error })
    const verdict = await run(task)
    expect(verdict).toMatchObject({ kind, failure: { error: { message: `Slack answered ${error}.` } } })
    if (verdict.kind === 'dead') expect(verdict.reason).toBe('rejected')
  })

  it('permanent error: a channel that the task itself names and that does not exist', async () => {
    const { run } = await bot({ ok: false, error: 'channel_not_found' })
    expect(await run(taskWith({ text: 'x', channel: 'C404' }))).toMatchObject({
      kind: 'dead',
      reason: 'rejected',
    })
  })

  it('throttled: waits as long as Retry-After says', async () => {
    const { run } = await bot({ ok: false, error: 'ratelimited' }, 429, { 'retry-after': '12' })
    expect(await run(task)).toMatchObject({ kind: 'retry', afterMs: 12_000 })
  })

  it('transient error: an answer that is no JSON', async () => {
    const { url } = await serve((_request, response) => response.end('<html>Bad gateway</html>'))
    const run = await handler({
      name: 'slack.message',
      options: options({ token: 'env:TOKEN', apiUrl: url }),
      env: { TOKEN },
    })
    expect(await run(task)).toMatchObject({ kind: 'retry' })
  })

  it('secret kept: shows no token, even where the service repeats it', async () => {
    const { run } = await bot({ ok: false, error: `invalid_auth for ${TOKEN}` })
    const shown = shownBy(await run(task))
    expect(shown).toContain('invalid_auth')
    expect(shown).not.toContain('5ecret')
  })

  it('idempotent: a redelivery carries the same client_msg_id, an edited replay another', async () => {
    const { run, received } = await bot({ ok: true })
    await run(task)
    await run({ ...task, attempt: 2 })
    await run({ ...task, replayId: 'r1' })
    await run({ ...task, replayId: 'r1', extensions: { editedinreplay: 'r1' } })
    const ids = received.map(({ text }) => JSON.parse(text).client_msg_id)
    expect(ids.slice(0, 3)).toEqual([task.id, task.id, task.id])
    expect(ids[3]).not.toBe(task.id)
    expect(idempotencyUuid({ ...task, id: 'order 7' })).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    )
  })
})

describe('slack.message in any way', () => {
  it('timeout: ends with the task, and is tried again', async () => {
    const { url } = await serve(() => {})
    const run = await handler({
      name: 'slack.message',
      options: options({ token: 'env:TOKEN', apiUrl: url }),
      env: { TOKEN },
    })
    const verdict = await run(task, AbortSignal.timeout(50))
    expect(verdict).toMatchObject({ kind: 'retry', failure: { error: { code: 'target-failed' } } })
  })

  it('unreachable: is tried again', async () => {
    const apiUrl = 'http://127.0.0.1:1/api'
    const run = await handler({
      name: 'slack.message',
      options: options({ token: 'env:TOKEN', apiUrl }),
      env: { TOKEN },
    })
    const verdict = await run(task)
    expect(verdict).toMatchObject({ kind: 'retry' })
    expect(shownBy(verdict)).toContain('ECONNREFUSED')
  })

  it('secret missing: cannot be made, and names the reference', async () => {
    const made = handler({ name: 'slack.message', options: options({ token: 'env:TOKEN' }) })
    await expect(made).rejects.toMatchObject({
      code: 'secret-unresolved',
      context: { reference: 'env:TOKEN' },
    })
  })

  it.each([[{}], ['text'], [{ text: '' }], [{ text: 'x', colour: 'red' }], [{ blocks: [] }]])(
    'bad payload: %j is dead and nothing is sent',
    async (payload) => {
      const { run, received } = await webhook(200, 'ok')
      expect(await run(taskWith(payload))).toMatchObject({
        kind: 'dead',
        reason: 'rejected',
        failure: { error: { code: 'payload-invalid' } },
      })
      expect(received).toEqual([])
    },
  )

  it.each([
    [{}, 'webhookUrl', 'expected either webhookUrl or token, got neither'],
    [{ webhookUrl: 'env:A', token: 'env:B' }, 'webhookUrl', 'expected either webhookUrl or token, got both'],
    [{ webhookUrl: 'env:A', channel: '#a' }, 'channel', 'expected no channel without token'],
    [{ token: 'xoxb-1' }, 'token', 'expected "env:NAME", "file:PATH" or "store:NAME"'],
  ])('bad options: %j', (input, at, message) => {
    const issue = slackMessage.options.safeParse(input).error?.issues[0]
    expect(issue?.path).toEqual([at])
    expect(issue?.message).toContain(message)
    expect(issue?.message).not.toContain('xoxb')
  })
})
