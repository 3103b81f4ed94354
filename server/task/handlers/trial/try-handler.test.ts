import { describe, expect, it } from 'vitest'
import { type HandlerConfig, handlerConfig } from '../../config.ts'
import { createSecretResolver } from '../../source/secrets.ts'
import { serve, taskWith } from '../built-in/test-service.ts'
import { tryHandler } from './try-handler.ts'

const TOKEN = 'xoxb-planted-5ecret'
const task = taskWith({ text: 'Deployed' })

function attempt(handler: unknown, { env = {}, payload = task.payload, timeoutMs = 5_000 }: Wish = {}) {
  const secrets = createSecretResolver({ env, allowedNames: Object.keys(env) })
  return tryHandler(handlerConfig.parse(handler) as HandlerConfig, taskWith(payload), {
    ...{ secrets, allowTargets: ['loopback'], timeoutMs, now: () => new Date() },
  })
}
interface Wish {
  readonly env?: Record<string, string>
  readonly payload?: unknown
  readonly timeoutMs?: number
}

const builtIn = (name: string, options: object) => ({ kind: 'built-in', name, options })
const slack = (apiUrl: string) => builtIn('slack.message', { token: 'env:TOKEN', channel: '#a', apiUrl })

describe('a trial of a built-in handler', () => {
  it('tells the verdict, the request and the answer, with the secret hidden wherever it stood', async () => {
    const { url } = await serve((_request, response) =>
      response
        .writeHead(200, { 'content-type': 'application/json', 'x-repeats': TOKEN, 'set-cookie': 'd=1' })
        .end(JSON.stringify({ ok: true, you: TOKEN })),
    )
    const trial = await attempt(slack(url), { env: { TOKEN } })
    expect(trial).toMatchObject({ verdict: 'done', reason: null, error: null, afterMs: null })
    expect(trial.tookMs).toBeGreaterThanOrEqual(0)
    const [{ request, response } = {}] = trial.exchanges
    expect(request).toMatchObject({
      method: 'POST',
      url: `${url}/chat.postMessage`,
      headers: { authorization: 'Bearer •••', 'content-type': expect.stringContaining('json') },
      body: { text: expect.stringContaining('"text":"Deployed"'), note: null },
    })
    expect(response).toMatchObject({
      status: 200,
      headers: { 'x-repeats': '•••', 'set-cookie': '•••' },
      body: { text: '{"ok":true,"you":"•••"}', note: null },
    })
    expect(JSON.stringify(trial)).not.toContain('5ecret')
  })

  it('tells what the service refused, and shows of a secret address only whom it calls', async () => {
    const { url } = await serve((_request, response) => response.writeHead(404).end('no_service'))
    const HOOK = `${url}/services/T0/planted5ecret?k=planted5ecret`
    const trial = await attempt(builtIn('slack.message', { webhookUrl: 'env:HOOK' }), { env: { HOOK } })
    expect(trial).toMatchObject({
      verdict: 'retry',
      error: { code: 'target-failed', message: 'Slack answered 404 no_service.' },
      exchanges: [
        { request: { url: `${url}/•••` }, response: { status: 404, body: { text: 'no_service' } } },
      ],
    })
    expect(JSON.stringify(trial)).not.toContain('5ecret')
  })

  it('says how long a busy service asks to wait', async () => {
    const { url } = await serve((_request, response) =>
      response.writeHead(429, { 'retry-after': '30' }).end(),
    )
    const trial = await attempt(slack(url), { env: { TOKEN } })
    expect(trial).toMatchObject({ verdict: 'retry', afterMs: 30_000 })
  })

  it('sends nothing when the payload breaks the schema', async () => {
    const { url, received } = await serve((_request, response) => response.end())
    const trial = await attempt(slack(url), { env: { TOKEN }, payload: {} })
    expect(trial).toMatchObject({ verdict: 'dead', reason: 'rejected', error: { code: 'payload-invalid' } })
    expect([trial.exchanges, received]).toEqual([[], []])
  })

  it('shows the request to a service that never answered', async () => {
    const trial = await attempt(slack('http://127.0.0.1:1/api'), { env: { TOKEN } })
    expect(trial).toMatchObject({ verdict: 'retry', exchanges: [{ response: null }] })
    expect(trial.error?.message).toContain('ECONNREFUSED')
  })

  it('ends at its time, whatever the service does', async () => {
    const { url } = await serve(() => {})
    const trial = await attempt(slack(url), { env: { TOKEN }, timeoutMs: 50 })
    expect(trial).toMatchObject({ verdict: 'retry', error: { code: 'handler-timeout' } })
  })

  it.each([
    [slack('http://127.0.0.1:1'), 'secret-unresolved', { reference: 'env:TOKEN' }],
    [builtIn('http.request', { url: 'http://10.0.0.1/' }), 'target-forbidden', { option: 'url' }],
    [{ kind: 'http', url: 'http://169.254.169.254/' }, 'target-forbidden', {}],
    [{ kind: 'function' }, 'handler-missing', {}],
    [{ kind: 'module', name: 'a' }, 'handler-missing', {}],
  ])('refuses %j: %s', async (handler, code, context) => {
    await expect(attempt(handler)).rejects.toMatchObject({ code, context })
  })
})

describe('a trial of a proxy handler', () => {
  it('posts the task, hides the key and what the address carries for one', async () => {
    const { url, received } = await serve((_request, response) => response.writeHead(204).end())
    const trial = await attempt(
      { kind: 'http', url: `${url}/tasks?api_key=planted5ecret&shard=7`, secret: 'env:KEY' },
      { env: { KEY: 'whsec_cGxhbnRlZDVlY3JldHBsYW50ZWQ=' } },
    )
    expect(trial).toMatchObject({ verdict: 'done', exchanges: [{ response: { status: 204 } }] })
    expect(trial.exchanges[0]?.request.url).toBe(`${url}/tasks?api_key=•••&shard=7`)
    expect(trial.exchanges[0]?.request.headers['webhook-signature']).toMatch(/^v1,/)
    expect(received).toHaveLength(1)
    expect(JSON.stringify(trial)).not.toContain('5ecret')
  })

  it('shows the beginning of a long answer and says so; a secret at its border is not cut in two', async () => {
    const SECRET = 'planted5ecret'
    const { url } = await serve((_request, response) => response.writeHead(500).end(SECRET.repeat(20_000)))
    const trial = await attempt({ kind: 'http', url, secret: 'env:KEY' }, { env: { KEY: SECRET } })
    const body = trial.exchanges[0]?.response?.body
    expect(body?.note).toMatch(/^The beginning of [\d,]+ bytes\.$/)
    expect(body?.text?.replaceAll('•', '')).toBe('')
    expect(body?.text?.length).toBeLessThanOrEqual(8_192)
  })

  it('says of an answer that is no text how large it is', async () => {
    const { url } = await serve((_request, response) =>
      response.writeHead(400).end(Buffer.from([255, 254, 0])),
    )
    const trial = await attempt({ kind: 'http', url })
    expect(trial).toMatchObject({ verdict: 'dead', reason: 'rejected' })
    expect(trial.exchanges[0]?.response?.body).toEqual({ text: null, note: '3 bytes that are no text.' })
  })

  it.each([
    ['{"access_token":"ya29.5ecret","expires_in":3600}', '{"access_token":"•••","expires_in":3600}'],
    ['grant_type=refresh&refresh_token=1//5ecret&x=1', 'grant_type=refresh&refresh_token=•••&x=1'],
  ])('hides a credential that a service hands out: %s', async (answer, seen) => {
    const { url } = await serve((_request, response) => response.writeHead(500).end(answer))
    const trial = await attempt({ kind: 'http', url })
    expect(trial.exchanges[0]?.response?.body.text).toBe(seen)
  })
})
