import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { SCOPES, type Scope } from '../auth/scopes.ts'
import { accessOf, contractAccess, PUBLIC_ROUTES, routeKey } from './access.ts'
import { createTestApi, type TestApi } from './test-api.ts'

let api: TestApi
const tokens = new Map<Scope, string>()
beforeAll(async () => {
  api = await createTestApi(inject('postgresUrl'))
  for (const scope of SCOPES) tokens.set(scope, await api.token([scope]))
})
afterAll(() => api.close())

interface Route {
  readonly method: string
  readonly path: string
}

/** What the router really serves; middleware is registered under ALL. */
function servedRoutes(): Route[] {
  const served = api.app.routes.filter(({ method }) => method !== 'ALL')
  return [...new Map(served.map((route) => [routeKey(route.method, route.path), route])).values()]
}

const concrete = (path: string) => path.replaceAll(/:(\w+)/g, 'some-$1')
const ask = ({ method, path }: Route, token?: string) =>
  api.request(method, concrete(path), token === undefined ? {} : { token })

describe('the guard', () => {
  it('answers 401 without credentials on every route that is not on the public list', async () => {
    const guarded = servedRoutes().filter(({ method, path }) => !PUBLIC_ROUTES.has(routeKey(method, path)))
    for (const route of guarded) {
      const response = await ask(route)
      expect([routeKey(route.method, route.path), response.status]).toEqual([
        routeKey(route.method, route.path),
        401,
      ])
      expect(response.headers.get('content-type')).toBe('application/problem+json')
      expect(response.headers.get('www-authenticate')).toContain('Bearer')
    }
  })

  it('stands before every route of the contract, each of which is served', () => {
    const served = servedRoutes().map((route) => routeKey(route.method, route.path))
    for (const key of contractAccess().keys()) expect(served).toContain(key)
  })

  it('agrees with the contract on what is public', () => {
    const declared = [...contractAccess()].filter(([, scope]) => scope === 'public').map(([key]) => key)
    for (const key of declared) expect(PUBLIC_ROUTES).toContain(key)
    for (const [key, scope] of contractAccess())
      if (PUBLIC_ROUTES.has(key)) expect([key, scope]).toEqual([key, 'public'])
  })

  it('lets each scope pass where the contract names it, and nowhere else; admin passes everywhere', async () => {
    for (const route of servedRoutes()) {
      const needed = accessOf(route.method, route.path)
      if (needed === 'public' || needed === 'metrics') continue
      for (const scope of SCOPES) {
        const { status } = await ask(route, tokens.get(scope))
        const refused = scope !== needed && scope !== 'admin'
        expect([routeKey(route.method, route.path), scope, status === 403]).toEqual([
          routeKey(route.method, route.path),
          scope,
          refused,
        ])
      }
    }
  })

  it('asks for an admin on a route that the contract does not know', () => {
    expect(accessOf('GET', '/api/v1/forgotten')).toBe('admin')
  })

  it.each(['Bearer', 'Bearer nonsense', 'Basic YTpi', 'Bearer sbx_unknown'])(
    'refuses "%s"',
    async (value) => {
      const response = await api.request('GET', '/api/v1/session', { headers: { authorization: value } })
      expect(response.status).toBe(401)
    },
  )

  it('refuses a forged or cut session cookie', async () => {
    for (const cookie of ['signalbox.session_token=x.y', 'signalbox.session_token=', 'other=1'])
      expect((await api.request('GET', '/api/v1/session', { cookie })).status).toBe(401)
  })

  it("keeps a project's token to its project", async () => {
    await api.database.prisma.project.createMany({ data: [{ name: 'mailer' }, { name: 'shop' }] })
    const token = await api.token(['configure', 'read', 'worker'], { project: 'mailer' })
    const create = (project?: string) =>
      api.request('POST', '/api/v1/tokens', { token, body: { name: 'x', scopes: ['worker'], project } })
    expect((await create('shop')).status).toBe(403)
    expect((await create()).status).toBe(403)
    expect((await create('mailer')).status).toBe(201)
    const list = await (await api.request('GET', '/api/v1/tokens', { token })).json()
    expect(new Set(list.items.map((one: { project: string }) => one.project))).toEqual(new Set(['mailer']))
  })
})
