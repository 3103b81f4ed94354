import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { bootstrapAdmin, bootstrapToken } from '../auth/bootstrap.ts'
import { ensureSetupLink } from '../auth/links.ts'
import { ADMIN_EMAIL, cookieOf, createTestApi, PASSWORD, type TestApi } from './test-api.ts'

let api: TestApi
beforeEach(async () => {
  api = await createTestApi(inject('postgresUrl'))
})
afterEach(() => api.close())

const post = (path: string, body: unknown, more = {}) => api.request('POST', path, { body, ...more })
const accept = (token: string, email = ADMIN_EMAIL) =>
  post('/api/v1/links/accept', { token, name: 'Ada', email, password: PASSWORD })
const needsSetup = async () => (await (await api.request('GET', '/api/v1/environment')).json()).needsSetup

describe('the set-up link', () => {
  it('makes the first admin and signs them in', async () => {
    expect(await needsSetup()).toBe(true)
    const token = await ensureSetupLink(api.auth)
    const response = await accept(token ?? '')
    expect(response.status).toBe(201)
    expect(await response.json()).toMatchObject({ role: 'admin', scopes: expect.arrayContaining(['admin']) })
    const who = await api.request('GET', '/api/v1/session', { cookie: cookieOf(response) })
    expect(await who.json()).toMatchObject({ email: ADMIN_EMAIL })
    expect(await needsSetup()).toBe(false)
    expect(await ensureSetupLink(api.auth)).toBeNull()
  })

  it('makes exactly one admin, however many accept it at once', async () => {
    const token = (await ensureSetupLink(api.auth)) ?? ''
    const answers = await Promise.all([1, 2, 3, 4].map((n) => accept(token, `admin${n}@example.com`)))
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, 410, 410, 410])
    expect(await api.database.prisma.user.count()).toBe(1)
  })

  it('stops working when a newer start makes another, or after a day', async () => {
    const old = (await ensureSetupLink(api.auth)) ?? ''
    const current = (await ensureSetupLink(api.auth)) ?? ''
    expect((await accept(old)).status).toBe(404)
    api.advance(86_400_001)
    expect((await accept(current)).status).toBe(410)
  })

  it('is stored as a hash only', async () => {
    const token = (await ensureSetupLink(api.auth)) ?? ''
    expect(token.length).toBeGreaterThanOrEqual(43)
    expect(JSON.stringify(await api.database.prisma.oneTimeLink.findMany())).not.toContain(token)
  })

  it('survives a refused attempt', async () => {
    const token = (await ensureSetupLink(api.auth)) ?? ''
    const short = { token, name: 'Ada', email: ADMIN_EMAIL, password: 'short' }
    const refused = await post('/api/v1/links/accept', short)
    expect(await refused.json()).toMatchObject({
      status: 422,
      errors: [{ pointer: '/password', detail: 'expected at least 12 characters, got 5' }],
    })
    expect((await accept(token)).status).toBe(201)
  })
})

describe('an invitation', () => {
  const invite = async (cookie: string, email = 'grace@example.com', role = 'viewer') =>
    post('/api/v1/people/invitations', { email, role }, { cookie })
  const tokenOf = async (response: Response) =>
    new URL((await response.json()).url).hash.slice('#token='.length)

  it('makes the invited person, with the role and for the address that it was made for', async () => {
    const cookie = await api.signInAdmin()
    const token = await tokenOf(await invite(cookie, 'Grace@Example.com', 'operator'))
    const inspected = await post('/api/v1/links/inspect', { token })
    expect(await inspected.json()).toEqual({ kind: 'invite', email: 'grace@example.com', role: 'operator' })
    expect((await accept(token, 'other@example.com')).status).toBe(422)
    expect(await (await accept(token, 'grace@example.com')).json()).toMatchObject({ role: 'operator' })
    expect((await accept(token, 'grace@example.com')).status).toBe(410)
    const people = await (await api.request('GET', '/api/v1/people', { cookie })).json()
    expect(people.items.map((one: { email: string }) => one.email)).toEqual([
      ADMIN_EMAIL,
      'grace@example.com',
    ])
  })

  it('replaces an earlier one, and is refused for somebody who is here already', async () => {
    const cookie = await api.signInAdmin()
    const first = await tokenOf(await invite(cookie))
    await invite(cookie)
    expect((await post('/api/v1/links/inspect', { token: first })).status).toBe(404)
    expect((await invite(cookie, ADMIN_EMAIL)).status).toBe(409)
  })

  it('needs an admin', async () => {
    const token = await api.token(['configure', 'operate', 'read'])
    const body = { email: 'x@example.com', role: 'admin' }
    expect((await post('/api/v1/people/invitations', body, { token })).status).toBe(403)
  })
})

describe('unattended set-up', () => {
  it('makes the admin once and never touches them again', async () => {
    expect(await bootstrapAdmin(api.auth, { email: 'Ops@Example.com', password: PASSWORD })).toBe(true)
    expect(await bootstrapAdmin(api.auth, { email: 'ops@example.com', password: 'another password' })).toBe(
      false,
    )
    const body = { email: 'ops@example.com', password: PASSWORD }
    expect((await post('/api/v1/session', body)).status).toBe(200)
    expect(await ensureSetupLink(api.auth)).toBeNull()
  })

  it('accepts a token of any form, and replaces it when its value changes', async () => {
    const [first, second] = ['first secret '.repeat(3).replaceAll(' ', '_'), 'x'.repeat(40)]
    expect(await bootstrapToken(api.auth, first)).toBe(true)
    expect(await bootstrapToken(api.auth, first)).toBe(false)
    expect((await api.request('GET', '/api/v1/people', { token: first })).status).toBe(200)
    await bootstrapToken(api.auth, second)
    api.advance(3_000)
    expect((await api.request('GET', '/api/v1/people', { token: first })).status).toBe(401)
    expect((await api.request('GET', '/api/v1/people', { token: second })).status).toBe(200)
    await expect(bootstrapToken(api.auth, 'short')).rejects.toThrow('at least 32 characters')
  })
})
