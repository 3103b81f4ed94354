import { afterEach, beforeEach, describe, expect, inject, it, vi } from 'vitest'
import { scopesOfRole } from '../auth/scopes.ts'
import { createToken } from '../auth/tokens.ts'
import { createTestApi, type TestApi } from './test-api.ts'

let api: TestApi
let cookie: string
beforeEach(async () => {
  api = await createTestApi(inject('postgresUrl'))
  cookie = await api.signInAdmin()
})
afterEach(() => api.close())

const create = (body: object, as: { token?: string; cookie?: string } = { cookie }) =>
  api.request('POST', '/api/v1/tokens', { body, ...as })
const statusWith = async (token: string, path = '/api/v1/session') =>
  (await api.request('GET', path, { token })).status

describe('API tokens', () => {
  it('show their secret once and are stored as hashes', async () => {
    const created = await (await create({ name: 'ci', scopes: ['read'] })).json()
    expect(created.token).toMatch(/^sbx_[\w-]{43}$/)
    expect(created).toMatchObject({
      name: 'ci',
      prefix: created.token.slice(0, 12),
      createdBy: 'ada@example.com',
    })
    const list = await (await api.request('GET', '/api/v1/tokens', { cookie })).text()
    const rows = JSON.stringify(await api.database.prisma.apiToken.findMany())
    const audit = JSON.stringify(
      (await api.database.prisma.auditEntry.findMany()).map((entry) => entry.after),
    )
    for (const text of [list, rows, audit]) expect(text).not.toContain(created.token)
    expect(
      await (await api.request('GET', '/api/v1/session', { token: created.token })).json(),
    ).toMatchObject({
      kind: 'token',
      name: 'ci',
      scopes: ['read'],
    })
  })

  it('stop working at once where they are revoked', async () => {
    const { id, token } = await (await create({ name: 'ci', scopes: ['read'] })).json()
    expect(await statusWith(token)).toBe(200)
    expect((await api.request('DELETE', `/api/v1/tokens/${id}`, { cookie })).status).toBe(204)
    expect(await statusWith(token)).toBe(401)
    expect((await api.request('DELETE', `/api/v1/tokens/${id}`, { cookie })).status).toBe(404)
  })

  it('stop working within three seconds where another process revoked them', async () => {
    const { id, token } = await (await create({ name: 'ci', scopes: ['read'] })).json()
    expect(await statusWith(token)).toBe(200)
    await api.database.prisma.apiToken.update({ where: { id }, data: { revokedAt: new Date() } })
    api.advance(3_000)
    expect(await statusWith(token)).toBe(401)
  })

  it('are read from the database once for many requests, and their use noted once a minute', async () => {
    const { id, token } = await (await create({ name: 'ci', scopes: ['read'] })).json()
    const query = vi.spyOn(api.database.pool, 'query')
    const connect = vi.spyOn(api.database.pool, 'connect')
    const lookup = () => api.auth.tokens.lookup(token)
    expect((await Promise.all(Array.from({ length: 100 }, lookup))).every((actor) => actor?.id === id)).toBe(
      true,
    )
    expect(query.mock.calls.length + connect.mock.calls.length).toBeLessThan(5)
    const usedAt = async () =>
      (await api.database.prisma.apiToken.findUniqueOrThrow({ where: { id } })).lastUsedAt?.getTime()
    await vi.waitFor(async () => expect(await usedAt()).toBeDefined())
    const first = await usedAt()
    api.advance(61_000)
    await lookup()
    await vi.waitFor(async () => expect(await usedAt()).toBeGreaterThan(first ?? 0))
  })

  it('expire', async () => {
    const expiresAt = new Date(Date.now() + 60_000).toISOString()
    const { token } = await (await create({ name: 'ci', scopes: ['read'], expiresAt })).json()
    expect(await statusWith(token)).toBe(200)
    api.advance(60_001)
    expect(await statusWith(token)).toBe(401)
  })

  it('have at most the scopes of who makes or revokes them', async () => {
    const token = await api.token(['configure', 'read'])
    expect((await create({ name: 'x', scopes: ['read', 'publish'] }, { token })).status).toBe(403)
    expect((await create({ name: 'x', scopes: ['read'] }, { token })).status).toBe(201)
    const admin = await (await create({ name: 'boss', scopes: ['admin'] })).json()
    expect((await api.request('DELETE', `/api/v1/tokens/${admin.id}`, { token })).status).toBe(403)
  })

  it('lose what the person they belong to loses', async () => {
    const { token } = await (await create({ name: 'mine', scopes: ['read', 'configure'] })).json()
    expect(await statusWith(token, '/api/v1/tokens')).toBe(200)
    await api.database.prisma.user.updateMany({ data: { role: 'viewer' } })
    api.advance(3_000)
    expect(await statusWith(token, '/api/v1/tokens')).toBe(403)
    expect(await statusWith(token)).toBe(200)
    await api.database.prisma.user.deleteMany()
    api.advance(3_000)
    expect(await statusWith(token)).toBe(401)
  })

  it.each([
    [{ name: 'x', scopes: ['read'], project: 'nowhere' }, '/project'],
    [{ name: 'x', scopes: ['read'], expiresAt: '2020-01-01T00:00:00Z' }, '/expiresAt'],
    [{ name: 'x', scopes: [] }, '/scopes'],
    [{ name: ' ', scopes: ['read'] }, '/name'],
  ])('are refused with the field that is wrong: %o', async (body, pointer) => {
    const response = await create(body)
    expect(response.status).toBe(422)
    expect((await response.json()).errors).toEqual([{ pointer, detail: expect.stringContaining('expected') }])
  })

  it("cannot be admin for a project's token", async () => {
    await api.database.prisma.project.create({ data: { name: 'mailer' } })
    expect((await create({ name: 'x', scopes: ['admin'], project: 'mailer' })).status).toBe(422)
  })

  it('can be made at start-up for the worker on this machine', async () => {
    await api.database.prisma.project.create({ data: { name: 'demo' } })
    const actor = { kind: 'system', id: 'start', name: 'start', scopes: scopesOfRole('admin') } as const
    const made = await createToken(
      api.auth,
      { actor },
      { name: 'local', scopes: ['worker'], project: 'demo' },
    )
    expect(await api.auth.tokens.lookup(made.secret)).toMatchObject({ project: 'demo' })
  })
})

describe('a viewer', () => {
  it('may read and change nothing', async () => {
    await api.database.prisma.user.updateMany({ data: { role: 'viewer' } })
    expect((await api.request('GET', '/api/v1/audit', { cookie })).status).toBe(200)
    const refused = await create({ name: 'x', scopes: ['read'] })
    expect(await refused.json()).toMatchObject({ status: 403, code: 'forbidden' })
  })
})
