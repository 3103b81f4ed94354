import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { bootstrapAdmin } from '../auth/bootstrap.ts'
import { ADMIN_EMAIL, cookieOf, createTestApi, PASSWORD, type TestApi } from './test-api.ts'

let api: TestApi
let cookie: string
beforeEach(async () => {
  api = await createTestApi(inject('postgresUrl'))
  cookie = await api.signInAdmin()
})
afterEach(() => api.close())

const idOf = async (email: string) =>
  (await api.database.prisma.user.findUniqueOrThrow({ where: { email } })).id
const patch = (id: string, role: string) =>
  api.request('PATCH', `/api/v1/people/${id}`, { cookie, body: { role } })
const remove = (id: string) => api.request('DELETE', `/api/v1/people/${id}`, { cookie })
const signIn = (email: string, password = PASSWORD) =>
  api.request('POST', '/api/v1/session', { body: { email, password } })

describe('people', () => {
  it('change their role, which counts from their next request', async () => {
    await bootstrapAdmin(api.auth, { email: 'grace@example.com', password: PASSWORD })
    const theirs = cookieOf(await signIn('grace@example.com'))
    expect(await (await patch(await idOf('grace@example.com'), 'viewer')).json()).toMatchObject({
      role: 'viewer',
    })
    expect((await api.request('GET', '/api/v1/people', { cookie: theirs })).status).toBe(403)
    expect((await patch('nobody', 'viewer')).status).toBe(404)
  })

  it('leave with their sessions and tokens', async () => {
    await bootstrapAdmin(api.auth, { email: 'grace@example.com', password: PASSWORD })
    const theirs = cookieOf(await signIn('grace@example.com'))
    const body = { name: 'mine', scopes: ['read'] }
    const { token } = await (await api.request('POST', '/api/v1/tokens', { cookie: theirs, body })).json()
    expect((await remove(await idOf('grace@example.com'))).status).toBe(204)
    expect((await api.request('GET', '/api/v1/session', { cookie: theirs })).status).toBe(401)
    expect((await api.request('GET', '/api/v1/session', { token })).status).toBe(401)
    expect((await signIn('grace@example.com')).status).toBe(401)
  })

  it('always keep an admin, even when two admins turn on each other', async () => {
    const ada = await idOf(ADMIN_EMAIL)
    expect(await (await patch(ada, 'viewer')).json()).toMatchObject({ status: 409, code: 'last-admin' })
    expect((await remove(ada)).status).toBe(409)
    await bootstrapAdmin(api.auth, { email: 'grace@example.com', password: PASSWORD })
    const token = await api.token(['admin'])
    const grace = await idOf('grace@example.com')
    const both = await Promise.all(
      [ada, grace].map((id) => api.request('DELETE', `/api/v1/people/${id}`, { token })),
    )
    expect(both.map((one) => one.status).sort()).toEqual([204, 409])
  })

  it('change their password, which ends their other sessions', async () => {
    const other = cookieOf(await signIn(ADMIN_EMAIL))
    const change = (currentPassword: string, newPassword = 'another long password') =>
      api.request('PUT', '/api/v1/session/password', { cookie, body: { currentPassword, newPassword } })
    expect(await (await change('not the password')).json()).toMatchObject({
      status: 422,
      errors: [{ pointer: '/currentPassword' }],
    })
    const changed = await change(PASSWORD)
    expect(changed.status).toBe(204)
    const who = (one: string) => api.request('GET', '/api/v1/session', { cookie: one })
    expect((await who(other)).status).toBe(401)
    expect((await who(cookieOf(changed))).status).toBe(200)
    expect((await signIn(ADMIN_EMAIL)).status).toBe(401)
    expect((await signIn(ADMIN_EMAIL, 'another long password')).status).toBe(200)
  })

  it('cannot have their present password guessed with a stolen session', async () => {
    const guess = () =>
      api.request('PUT', '/api/v1/session/password', {
        cookie,
        body: { currentPassword: 'guess', newPassword: 'another long password' },
      })
    const statuses = []
    for (let time = 0; time < 6; time += 1) statuses.push((await guess()).status)
    expect(statuses).toEqual([422, 422, 422, 422, 422, 429])
  })
})
