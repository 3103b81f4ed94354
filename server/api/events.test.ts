import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { afterEach, describe, expect, inject, it, vi } from 'vitest'
import type { EventLimits } from './events.ts'
import { createTestApi, type TestApi } from './test-api.ts'

let api: TestApi
let server: Server
let token: string
const leaving = new Set<() => void>()

async function serve(eventLimits: Partial<EventLimits> = {}) {
  api = await createTestApi(inject('postgresUrl'), { eventLimits })
  server = createServer(getRequestListener((request, env) => api.app.fetch(request, env)))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  token = await api.token(['read'])
}

afterEach(async () => {
  for (const leave of leaving) leave()
  leaving.clear()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await api.close()
})

/** A stream, read into lines as they come. */
async function listenTo(headers: Record<string, string> = { authorization: `Bearer ${token}` }) {
  const leave = new AbortController()
  leaving.add(() => leave.abort())
  const { port } = server.address() as AddressInfo
  const response = await fetch(`http://127.0.0.1:${port}/api/v1/events`, { headers, signal: leave.signal })
  const lines: string[] = []
  const ended = (async () => {
    const decoder = new TextDecoderStream()
    for await (const text of response.body?.pipeThrough(decoder) ?? [])
      lines.push(...text.split('\n').filter((line) => line !== ''))
  })().catch((error: unknown) => {
    if (!leave.signal.aborted) throw error
  })
  return { response, lines, ended, leave: () => leave.abort() }
}

describe('a stream of events', () => {
  it('tells what changed, as it changes, and nothing about it', async () => {
    await serve()
    const { response, lines } = await listenTo()
    expect(response.headers.get('content-type')).toBe('text/event-stream')
    expect(response.headers.get('cache-control')).toContain('no-transform')
    await vi.waitFor(() => expect(lines).toEqual(['retry: 2000']))
    api.events.changed('failures', 'queues')
    await vi.waitFor(() =>
      expect(lines.slice(1)).toEqual(['event: changed', 'data: {"resources":["failures","queues"]}']),
    )
  })

  it('tells of acts that were accepted, not of those that were refused', async () => {
    await serve()
    const configure = await api.token(['configure'])
    const { lines } = await listenTo()
    await vi.waitFor(() => expect(lines).toHaveLength(1))
    const create = (name: string) =>
      api.request('POST', '/api/v1/projects', { token: configure, body: { name } })
    expect((await create('Not A Name')).status).toBe(422)
    expect((await create('mailer')).status).toBe(201)
    await vi.waitFor(() => expect(lines.at(-1)).toContain('"audit"'))
    expect(lines.at(-1)).toContain('"projects"')
    expect(lines.filter((line) => line.startsWith('data:'))).toHaveLength(1)
  })

  it('is kept open by comments', async () => {
    await serve({ commentEveryMs: 30 })
    const { lines } = await listenTo()
    await vi.waitFor(() => expect(lines.filter((line) => line.startsWith(':')).length).toBeGreaterThan(2))
  })

  it('is for who may read, and answers HEAD without opening one', async () => {
    await serve({ mostStreams: 1 })
    const refused = async (headers: Record<string, string>) => {
      const { response } = await listenTo(headers)
      return [response.status, response.headers.get('content-type')]
    }
    expect(await refused({})).toEqual([401, 'application/problem+json'])
    const publisher = await api.token(['publish'])
    expect(await refused({ authorization: `Bearer ${publisher}` })).toEqual([403, 'application/problem+json'])
    for (let i = 0; i < 3; i += 1)
      expect((await api.request('HEAD', '/api/v1/events', { token })).status).toBe(200)
    const cookie = await api.signInAdmin()
    expect((await listenTo({ cookie })).response.status).toBe(200)
  })
})

describe('a stream of events ends', () => {
  it('when its token is revoked, or its person signs out', async () => {
    await serve({ commentEveryMs: 30 })
    const admin = await api.token(['admin'])
    const cookie = await api.signInAdmin()
    const streams = [await listenTo(), await listenTo({ cookie })]
    await vi.waitFor(() => expect(streams.map(({ lines }) => lines.length > 1)).toEqual([true, true]))
    const { items } = await (await api.request('GET', '/api/v1/tokens', { token: admin })).json()
    const reader = items.find((one: { scopes: string[] }) => one.scopes.includes('read'))
    expect((await api.request('DELETE', `/api/v1/tokens/${reader.id}`, { token: admin })).status).toBe(204)
    expect((await api.request('DELETE', '/api/v1/session', { cookie })).status).toBe(204)
    await Promise.all(streams.map(({ ended }) => ended))
  })

  it('after its time, so that a credential is looked at anew', async () => {
    await serve({ endAfterMs: 50 })
    const { lines, ended } = await listenTo()
    await ended
    expect(lines).toEqual(['retry: 2000'])
  })

  it('when the control plane stops, which waits for nothing', async () => {
    await serve()
    const streams = await Promise.all([listenTo(), listenTo()])
    await vi.waitFor(() => expect(streams.map(({ lines }) => lines.length)).toEqual([1, 1]))
    await api.events.close()
    await Promise.all(streams.map(({ ended }) => ended))
    const late = await listenTo()
    expect([late.response.status, late.response.headers.get('retry-after')]).toEqual([503, '5'])
  })
})

describe('too many streams', () => {
  it('are refused with when to come back, until one has gone', async () => {
    await serve({ mostStreams: 2 })
    const first = await listenTo()
    await listenTo()
    const third = await listenTo()
    expect([third.response.status, third.response.headers.get('retry-after')]).toEqual([503, '30'])
    expect(await third.ended.then(() => third.lines.join(''))).toContain('too-many-streams')
    first.leave()
    await vi.waitFor(async () => expect((await listenTo()).response.status).toBe(200))
  })
})
