import { describe, expect, it } from 'vitest'
import { handler, serve, shownBy, taskWith } from '../test-service.ts'
import { httpRequest } from './spec.ts'

const AUTH = 'Bearer planted5ecret'
const task = taskWith({ name: 'ä', count: 2 })

async function target(more: object = {}, status = 200, body = '', headers: Record<string, string> = {}) {
  const { url, received } = await serve((_request, response) => response.writeHead(status, headers).end(body))
  const options = httpRequest.options.parse({
    url: `${url}/things?a=1`,
    secretHeaders: { authorization: 'env:AUTH' },
    ...more,
  })
  return { run: await handler({ name: 'http.request', options, env: { AUTH } }), received, url }
}

describe('http.request', () => {
  it('success: sends the payload as it came, with headers and secrets', async () => {
    const { run, received } = await target({ method: 'PUT', headers: { accept: 'text/plain' } })
    expect(await run(task)).toEqual({ kind: 'done' })
    expect(received[0]).toMatchObject({ method: 'PUT', path: '/things?a=1', text: '{"name":"ä","count":2}' })
    expect(received[0]?.headers).toMatchObject({
      authorization: AUTH,
      accept: 'text/plain',
      'content-type': 'application/json',
    })
  })

  it('success: the payload as parameters of the URL', async () => {
    const { run, received } = await target({ method: 'GET', payloadAs: 'query' })
    expect(await run(task)).toEqual({ kind: 'done' })
    expect(received[0]).toMatchObject({ method: 'GET', path: '/things?a=1&name=%C3%A4&count=2', text: '' })
  })

  it.each([
    [400, 'dead'],
    [410, 'dead'],
    [422, 'dead'],
    [302, 'retry'],
    [401, 'retry'],
    [404, 'retry'],
    [500, 'retry'],
  ])('permanent error and transient error: takes %i for %s', async (status, kind) => {
    const { run } = await target({}, status, 'why', status === 302 ? { location: '/elsewhere' } : {})
    expect(await run(task)).toMatchObject({ kind, failure: { response: { status, body: 'why' } } })
  })

  it.each([429, 503])('throttled: waits as long as Retry-After of a %i says', async (status) => {
    const { run } = await target({}, status, '', { 'retry-after': '5' })
    expect(await run(task)).toMatchObject({ kind: 'retry', afterMs: 5_000 })
  })

  it('timeout: ends with the task, and is tried again', async () => {
    const { url } = await serve(() => {})
    const run = await handler({ name: 'http.request', options: httpRequest.options.parse({ url }) })
    expect(await run(task, AbortSignal.timeout(50))).toMatchObject({ kind: 'retry' })
  })

  it('unreachable: is tried again', async () => {
    const options = httpRequest.options.parse({ url: 'http://127.0.0.1:1/' })
    const verdict = await (await handler({ name: 'http.request', options }))(task)
    expect(verdict).toMatchObject({ kind: 'retry', failure: { error: { code: 'target-failed' } } })
  })

  it('bounded answer: reads only the beginning of an endless one', async () => {
    const { url } = await serve((_request, response) => {
      response.writeHead(500)
      const more = () => response.write('x'.repeat(65_536), (error) => error ?? more())
      more()
    })
    const run = await handler({ name: 'http.request', options: httpRequest.options.parse({ url }) })
    const verdict = await run(task)
    expect(verdict.kind === 'retry' && verdict.failure.response?.body.length).toBe(8_192)
  })

  it('secret missing: cannot be made, and names the reference', async () => {
    const options = httpRequest.options.parse({
      url: 'https://a.example',
      secretHeaders: { 'x-key': 'env:NONE' },
    })
    await expect(handler({ name: 'http.request', options })).rejects.toMatchObject({
      code: 'secret-unresolved',
      context: { reference: 'env:NONE' },
    })
  })

  it('secret kept: shows no header, even where the target repeats it', async () => {
    const { run } = await target({}, 500, `you sent ${AUTH}`)
    const shown = shownBy(await run(task))
    expect(shown).toContain('you sent')
    expect(shown).not.toContain('planted5ecret')
  })

  it('bad payload: what cannot become parameters is dead and nothing is sent', async () => {
    const { run, received } = await target({ method: 'GET', payloadAs: 'query' })
    for (const payload of ['text', [1], { deep: {} }, { none: null }])
      expect(await run(taskWith(payload))).toMatchObject({
        kind: 'dead',
        failure: { error: { code: 'payload-invalid' } },
      })
    expect(received).toEqual([])
  })

  it('idempotent: a redelivery carries the same Idempotency-Key, an edited replay another', async () => {
    const { run, received } = await target()
    await run(task)
    await run({ ...task, attempt: 2 })
    await run({ ...task, extensions: { editedinreplay: 'r1' } })
    const keys = received.map(({ headers }) => headers['idempotency-key'])
    expect(keys).toEqual([task.id, task.id, `${task.id}.r1`])
  })

  it('target rules: link-local addresses never', async () => {
    const options = httpRequest.options.parse({ url: 'http://169.254.169.254/latest' })
    await expect(handler({ name: 'http.request', options })).rejects.toMatchObject({
      code: 'target-forbidden',
    })
  })

  it.each([
    [{ url: 'ftp://x' }, ['url']],
    [{ url: 'https://a.example', method: 'GET' }, ['payloadAs']],
    [{ url: 'https://a.example', headers: { Host: 'x' } }, ['headers', 'Host']],
    [{ url: 'https://a.example', headers: { a: 'b\r\nc: d' } }, ['headers', 'a']],
    [{ url: 'https://a.example', secretHeaders: { a: 'plain' } }, ['secretHeaders', 'a']],
  ])('bad options: %j', (input, path) => {
    expect(httpRequest.options.safeParse(input).error?.issues[0]?.path).toEqual(path)
  })
})
