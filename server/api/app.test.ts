import { Validator } from '@seriousme/openapi-schema-validator'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { contractAccess } from './access.ts'
import { createTestApi, type TestApi } from './test-api.ts'

let api: TestApi
let token: string
beforeAll(async () => {
  api = await createTestApi(inject('postgresUrl'))
  token = await api.token(['admin'])
})
afterAll(() => api.close())

describe('every answer', () => {
  it('has the request id that came, when it is sane, or one of our own', async () => {
    const ask = (id: string) => api.request('GET', '/api/v1/environment', { headers: { 'x-request-id': id } })
    expect((await ask('trace-1.a:b')).headers.get('x-request-id')).toBe('trace-1.a:b')
    for (const id of ['two words', 'x'.repeat(129), '{"a":1}'])
      expect((await ask(id)).headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
    const refused = await api.request('GET', '/api/v1/nowhere', { headers: { 'x-request-id': 'abc' } })
    expect([refused.headers.get('x-request-id'), (await refused.json()).requestId]).toEqual(['abc', 'abc'])
  })

  it('is one line in the log, without the query', async () => {
    await api.request('GET', '/api/v1/audit?actor=secret-search', {
      token,
      headers: { 'x-request-id': 'logged' },
    })
    const lines = api.logged.filter((line) => line.requestId === 'logged')
    expect(lines).toMatchObject([{ method: 'GET', path: '/api/v1/audit', status: 200, actor: 'test' }])
    expect(JSON.stringify(lines)).not.toContain('secret-search')
  })

  it('tells browsers to run, frame, sniff and keep nothing', async () => {
    for (const path of ['/api/v1/environment', '/api/v1/nowhere']) {
      const { headers } = await api.request('GET', path)
      expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'")
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('cache-control')).toBe('no-store')
      expect(headers.get('strict-transport-security')).toContain('max-age')
    }
  })
})

describe('a request that fits no route', () => {
  it('is 404 for a path, 405 with Allow for a method', async () => {
    const nowhere = await api.request('GET', '/api/v1/nowhere')
    expect(await nowhere.json()).toMatchObject({ status: 404, code: 'not-found' })
    const wrong = await api.request('PUT', '/api/v1/session')
    expect(wrong.headers.get('allow')).toBe('HEAD, GET, POST, DELETE')
    expect(await wrong.json()).toMatchObject({ status: 405, code: 'method-not-allowed' })
  })

  it('answers HEAD like GET, without a body, and as guarded', async () => {
    const head = await api.request('HEAD', '/api/v1/environment')
    expect([head.status, await head.text()]).toEqual([200, ''])
    expect((await api.request('HEAD', '/api/v1/audit')).status).toBe(401)
  })
})

describe('a body', () => {
  const post = (body: BodyInit, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
    api.app.request('/api/v1/session', { method: 'POST', body, headers })

  it('that is not JSON is 400', async () => {
    expect(await (await post('{"email":')).json()).toMatchObject({ status: 400, code: 'malformed-json' })
  })

  it('of another media type is 415', async () => {
    const form = await post('email=x', { 'content-type': 'application/x-www-form-urlencoded' })
    expect(await form.json()).toMatchObject({ status: 415, code: 'unsupported-media-type' })
  })

  it('that breaks its schema is 422 with every field', async () => {
    const answer = await (await post('{"email":"nobody","extra":1}')).json()
    expect(answer.code).toBe('invalid')
    expect(answer.errors.map((one: { pointer: string }) => one.pointer)).toEqual([
      '/email',
      '/password',
      '/extra',
    ])
  })

  it('over 8 MiB is 413, announced or not', async () => {
    const bytes = new Uint8Array(8 * 1_048_576 + 1)
    const json = { 'content-type': 'application/json' }
    const announced = await post(bytes, { ...json, 'content-length': String(bytes.length) })
    const streamed = await post(new Blob([bytes]), json)
    for (const response of [announced, streamed])
      expect(await response.json()).toMatchObject({ status: 413, code: 'too-large' })
  })
})

describe('the API document', () => {
  it('is valid OpenAPI 3.1 and describes every route of the contract', async () => {
    const document = await (await api.request('GET', '/api/v1/openapi.json')).json()
    const verdict = await new Validator().validate(structuredClone(document))
    expect(verdict.errors ?? []).toEqual([])
    expect(document.openapi).toMatch(/^3\.1/)
    const described = Object.entries<object>(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map(
        (method) => `${method.toUpperCase()} /api/v1${path.replaceAll(/\{(\w+)\}/g, ':$1')}`,
      ),
    )
    expect(described.sort()).toEqual([...contractAccess().keys()].sort())
  })

  it('is rendered from this origin alone', async () => {
    const page = await api.request('GET', '/api/docs')
    const html = await page.text()
    expect(html).not.toMatch(/https?:\/\/|<script>|\son\w+="/)
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'")
    const assets = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path = '']) => path)
    expect(assets).toHaveLength(4)
    for (const path of assets) {
      const asset = await api.request('GET', path)
      expect([path, asset.status, (await asset.arrayBuffer()).byteLength > 100]).toEqual([path, 200, true])
    }
    for (const path of ['/api/docs/package.json', '/api/docs/..%2Fpackage.json'])
      expect((await api.request('GET', path)).status).toBe(404)
  })
})

describe('outside /api/v1', () => {
  it('tells anybody whether it is alive and ready', async () => {
    expect((await api.request('GET', '/health/live')).status).toBe(200)
    expect((await api.request('GET', '/health/ready')).status).toBe(200)
  })

  it('shows metrics to this machine and to tokens that may read, not to who comes through a proxy', async () => {
    const scrape = (options: object) => api.request('GET', '/metrics', options)
    expect((await scrape({})).status).toBe(401)
    const local = await scrape({ address: '127.0.0.1' })
    expect(await local.text()).toMatch(/^# HELP /m)
    expect((await scrape({ address: '::ffff:127.0.0.1' })).status).toBe(200)
    const headers = { 'x-forwarded-for': '198.51.100.7' }
    expect((await scrape({ address: '127.0.0.1', headers })).status).toBe(401)
    const viaProxy = { address: '10.0.0.1', headers: { 'x-forwarded-for': '127.0.0.1' } }
    expect((await scrape(viaProxy)).status).toBe(401)
    expect((await scrape({ token })).status).toBe(200)
    expect((await scrape({ token: await api.token(['worker']) })).status).toBe(403)
  })
})

describe('without its database', () => {
  it('answers 503 and when to try again, whoever asks', async () => {
    const lost = await createTestApi(inject('postgresUrl'))
    const cookie = await lost.signInAdmin()
    const bearer = await lost.token(['read'])
    await lost.close()
    const asked = [
      lost.request('GET', '/api/v1/session', { cookie }),
      lost.request('GET', '/api/v1/audit', { token: bearer }),
      lost.request('GET', '/api/v1/environment'),
    ]
    for (const response of await Promise.all(asked)) {
      expect(response.headers.get('retry-after')).toBe('5')
      expect(await response.json()).toMatchObject({ status: 503, code: 'database-unavailable' })
    }
  })
})
