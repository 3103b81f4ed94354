/** The real program against the real API: which webhooks there are, and why a delivery was refused. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { getRequestListener } from '@hono/node-server'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { createTestApi, type TestApi } from '../api/test-api.ts'
import { runCommand } from '../task/worker/test-worker.ts'

let api: TestApi
let server: Server
let url: string
let token: string

async function call(method: string, path: string, body: unknown, headers: Record<string, string> = {}) {
  const response = await api.request(method, `/api/v1${path}`, { token, body, headers })
  if (!response.ok) throw new Error(await response.text())
}

beforeAll(async () => {
  api = await createTestApi(inject('postgresUrl'))
  server = createServer(getRequestListener((request, env) => api.app.fetch(request, env)))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  token = await api.token(['read', 'configure'])
  await call('POST', '/backends', { name: 'main', kind: 'postgres', url: 'env:QUEUE' })
  await call('POST', '/projects', { name: 'shop' })
  await call('POST', '/task-types', { name: 'order.paid', backend: 'main' })
  const assignments = [{ role: 'producer', type: 'order.paid' }]
  await call('PUT', '/projects/shop/assignments', { assignments, reason: 'test' }, { 'if-match': '"0"' })
})
afterAll(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await api.close()
})

async function run(...args: string[]) {
  const env = { SIGNALBOX_DATA_DIR: tmpdir(), SIGNALBOX_URL: url, SIGNALBOX_TOKEN: token }
  const command = runCommand(['webhooks', ...args], env)
  return { code: await command.ended, output: command.output() }
}

describe('signalbox webhooks', () => {
  it('says that there is none', async () => {
    expect(await run('list')).toEqual({ code: 0, output: 'there is no inbound webhook\n' })
    expect(await run('list', '--json')).toEqual({ code: 0, output: '[]\n' })
  })

  it('lists what receives and what does not, and shows one with its last refusal', async () => {
    const fields = { project: 'shop', type: 'order.paid', scheme: 'github' }
    await call('POST', '/webhooks', { ...fields, name: 'gh', secret: 'env:SIGNALBOX_SECRET_TEST' })
    await call('POST', '/webhooks', { ...fields, name: 'lost', secret: 'env:SIGNALBOX_SECRET_GONE' })
    const headers = { 'x-github-delivery': 'd1', 'x-hub-signature-256': `sha256=${'0'.repeat(64)}` }
    const forged = await api.request('POST', '/api/v1/hooks/gh', { body: '{}', headers })
    expect(forged.status).toBe(401)

    const { code, output } = await run('list')
    expect(code).toBe(0)
    expect(output).toMatch(/^NAME +SCHEME +TYPE +PROJECT +ACCEPTED +REPEATED +REFUSED +LAST \(UTC\) +STATE$/m)
    expect(output).toMatch(/^gh +github +order\.paid +shop +0 +0 +1 .*last delivery refused: /m)
    expect(output).toMatch(/^lost .* — +receives nothing: .*SIGNALBOX_SECRET_GONE/m)

    const shown = await run('show', 'gh')
    expect(shown.code).toBe(0)
    expect(shown.output).toMatch(/^Address +https:.*\/api\/v1\/hooks\/gh$/m)
    expect(shown.output).toMatch(/^Deliveries +0 accepted, 0 repeated, 1 refused$/m)
    expect(JSON.parse((await run('show', 'gh', '--json')).output)).toMatchObject({ name: 'gh' })
    const unknown = await run('show', 'nobody')
    expect(unknown).toMatchObject({ code: 1, output: expect.stringContaining(`${url} answered 404`) })
  })
})
