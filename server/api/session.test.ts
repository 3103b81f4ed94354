import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { ADMIN_EMAIL, cookieOf, createTestApi, PASSWORD, type TestApi } from './test-api.ts'

let api: TestApi
let cookie: string
beforeEach(async () => {
  api = await createTestApi(inject('postgresUrl'))
  cookie = await api.signInAdmin()
})
afterEach(() => api.close())

const signIn = (password: string, address = '192.0.2.1', email = ADMIN_EMAIL) =>
  api.request('POST', '/api/v1/session', { body: { email, password }, address })

const actions = async () =>
  (await api.database.prisma.auditEntry.findMany({ orderBy: { id: 'asc' } })).map((entry) => entry.action)

describe('signing in', () => {
  it('answers the person and a cookie that only this site and no script can use', async () => {
    const response = await signIn(PASSWORD)
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({ kind: 'person', email: ADMIN_EMAIL, role: 'admin' })
    const [set = ''] = response.headers.getSetCookie()
    expect(set).toMatch(/^signalbox\.session_token=/)
    for (const attribute of [/HttpOnly/i, /SameSite=Lax/i, /Secure/i]) expect(set).toMatch(attribute)
  })

  it('lets the cookie ask who it is, until the person signs out', async () => {
    const who = await api.request('GET', '/api/v1/session', { cookie })
    expect(await who.json()).toMatchObject({ kind: 'person', name: 'Ada', email: ADMIN_EMAIL })
    const out = await api.request('DELETE', '/api/v1/session', { cookie })
    expect(out.status).toBe(204)
    expect(cookieOf(out)).toContain('signalbox.session_token=;')
    expect((await api.request('GET', '/api/v1/session', { cookie })).status).toBe(401)
  })

  it('refuses a wrong password and an unknown person alike', async () => {
    const wrong = await signIn('not the password')
    const unknown = await signIn(PASSWORD, '192.0.2.1', 'nobody@example.com')
    expect([wrong.status, unknown.status]).toEqual([401, 401])
    const [first, second] = [await wrong.json(), await unknown.json()]
    expect(first).toMatchObject({ code: 'credentials-refused' })
    expect({ ...second, requestId: '' }).toEqual({ ...first, requestId: '' })
  })

  it('makes who failed five times wait, from that address only, and then forgets it', async () => {
    const failed = await Promise.all([1, 2, 3, 4, 5, 6, 7].map(() => signIn('not the password')))
    expect(failed.map((one) => one.status).sort()).toEqual([401, 401, 401, 401, 401, 429, 429])
    const throttled = await signIn(PASSWORD)
    expect(throttled.status).toBe(429)
    expect(Number(throttled.headers.get('retry-after'))).toBeGreaterThan(800)
    expect((await signIn(PASSWORD, '192.0.2.2')).status).toBe(200)
    api.advance(15 * 60_000)
    expect((await signIn(PASSWORD)).status).toBe(200)
  })

  it('counts by the client that a trusted proxy names, and believes nobody else', async () => {
    const via = (peer: string, client: string) =>
      api.request('POST', '/api/v1/session', {
        body: { email: ADMIN_EMAIL, password: 'not the password' },
        address: peer,
        headers: { 'x-forwarded-for': client },
      })
    for (let time = 0; time < 5; time += 1) await via('10.0.0.1', '198.51.100.1')
    expect((await via('10.0.0.2', '198.51.100.1')).status).toBe(429)
    expect((await via('10.0.0.1', '198.51.100.2')).status).toBe(401)
    for (let time = 0; time < 5; time += 1) await via('203.0.113.1', `198.51.100.${time + 10}`)
    expect((await via('203.0.113.1', '198.51.100.99')).status).toBe(429)
  })

  it('is audited, and so are refusals and signing out', async () => {
    await signIn('not the password')
    await api.request('DELETE', '/api/v1/session', { cookie })
    expect(await actions()).toEqual(['person.create', 'session.create', 'session.refuse', 'session.delete'])
  })

  it('ends with a ban', async () => {
    await api.database.prisma.user.updateMany({ data: { banned: true } })
    expect((await api.request('GET', '/api/v1/session', { cookie })).status).toBe(401)
    expect((await signIn(PASSWORD)).status).toBe(401)
  })
})

describe('a change with a cookie', () => {
  const change = (headers: Record<string, string>) =>
    api.request('POST', '/api/v1/tokens', { cookie, headers, body: { name: 'x', scopes: ['read'] } })

  it.each([
    [{ origin: 'https://evil.test' }],
    [{ origin: 'null' }],
    [{ origin: 'https://signalbox.test.evil.test' }],
    [{ origin: '', 'sec-fetch-site': 'cross-site' }],
  ])('is refused from a page of somebody else: %o', async (headers) => {
    const response = await change(headers)
    expect(response.status).toBe(403)
    expect(await response.json()).toMatchObject({ code: 'origin-refused' })
  })

  it('is refused when nothing says where it was made', async () => {
    const response = await api.app.request('/api/v1/tokens', { method: 'POST', headers: { cookie } })
    expect(await response.json()).toMatchObject({ status: 403, code: 'origin-refused' })
  })

  it('is accepted from BASE_URL, from the host that was asked, and from what the browser calls same-origin', async () => {
    expect((await change({})).status).toBe(201)
    expect((await change({ origin: 'http://127.0.0.1:3000', host: '127.0.0.1:3000' })).status).toBe(201)
    const init = {
      method: 'DELETE',
      headers: { cookie, 'sec-fetch-site': 'same-origin' },
    }
    expect((await api.app.request('/api/v1/session', init)).status).toBe(204)
  })

  it('does not ask where a token was used', async () => {
    const token = await api.token(['admin'])
    const headers = { origin: 'https://elsewhere.test' }
    const body = { name: 'x', scopes: ['read'] }
    expect((await api.request('POST', '/api/v1/tokens', { token, headers, body })).status).toBe(201)
  })

  it('refuses a sign-in that a foreign page sends', async () => {
    const headers = { origin: 'https://evil.test' }
    const body = { email: ADMIN_EMAIL, password: PASSWORD }
    expect((await api.request('POST', '/api/v1/session', { headers, body })).status).toBe(403)
  })
})
