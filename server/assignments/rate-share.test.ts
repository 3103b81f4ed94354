import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getRequestListener } from '@hono/node-server'
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import { SCOPES } from '../auth/scopes.ts'
import { createToken } from '../auth/tokens.ts'
import { type Container, createContainer } from '../container.ts'
import { createTestDatabase, type TestDatabase } from '../store/test-database.ts'
import { type CommandRun, type Ledger, runCommand, startLedger } from '../task/worker/test-worker.ts'

const LIMIT = 20
const MEASURED_S = 4

let database: TestDatabase
let container: Container
let server: Server
let ledger: Ledger
let folder: string
let url: string
let token: string
const workers: CommandRun[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'signalbox-rate-'))
  database = await createTestDatabase(inject('postgresUrl'))
  ledger = await startLedger(0)
  container = createContainer({
    ...{
      databaseUrl: database.url,
      authSecret: 'test '.repeat(10),
      baseUrl: 'http://127.0.0.1',
      version: '0.0.0',
    },
    ...{ trustedProxies: [], allowTargets: ['loopback'], secrets: { DATABASE_URL: database.url } },
    ...{ logLevel: 'warn', environment: { name: 'test', color: 'gray' } },
  })
  server = createServer(getRequestListener((request, env) => container.api.fetch(request, env)))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const actor = { kind: 'system' as const, id: 'test', name: 'test', scopes: new Set(SCOPES) }
  token = (await createToken(container.services.auth, { actor }, { name: 'test', scopes: SCOPES })).secret
}, 60_000)

afterAll(async () => {
  for (const { process } of workers) process.kill('SIGKILL')
  await Promise.all(workers.map(({ ended }) => ended))
  server.closeAllConnections()
  server.close()
  await ledger.close()
  await container.close()
  await database.drop()
  await rm(folder, { recursive: true })
})

async function ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  expect(response.ok, `${method} ${path}: ${response.status} ${await response.clone().text()}`).toBe(true)
  return response
}

const shareOf = async () =>
  (await (await ask('GET', '/projects/mailer/config')).json()).consumers[0]?.rateLimit

/** Tasks per second that arrive at the target from now on. */
async function rateNow(): Promise<number> {
  const before = ledger.arrivals.length
  const fromMs = performance.now()
  await vi.waitUntil(() => performance.now() - fromMs >= MEASURED_S * 1_000, {
    timeout: 30_000,
    interval: 20,
  })
  return (ledger.arrivals.length - before) / ((performance.now() - fromMs) / 1_000)
}

describe("a type's rate limit", () => {
  it('is shared by the instances that live, and kept while the control plane is away', async () => {
    await ask('POST', '/backends', { name: 'rows', kind: 'postgres', url: 'env:DATABASE_URL' })
    await ask('POST', '/projects', { name: 'mailer' })
    await ask('POST', '/task-types', { name: 'email.send', backend: 'rows', rateLimit: LIMIT })
    const handler = { kind: 'http', url: ledger.url }
    const assignments = [
      { type: 'email.send', role: 'producer' },
      { type: 'email.send', role: 'consumer', workers: 4, handler },
    ]
    await ask('PUT', '/projects/mailer/assignments', { assignments, reason: 'test' }, { 'if-match': '"0"' })
    const tasks = Array.from({ length: 1_000 }, (_, payload) => ({ type: 'email.send', payload }))
    await ask('POST', '/tasks', { tasks })
    for (const name of ['one', 'two'])
      workers.push(
        runCommand(['worker', '-p', 'mailer', '--instance', name, '--state-dir', join(folder, name)], {
          ...{ SIGNALBOX_URL: url, SIGNALBOX_TOKEN: token, DATABASE_URL: database.url },
          SIGNALBOX_DATA_DIR: folder,
        }),
      )
    // Both are heard of, then both hear what is left for each.
    await vi.waitFor(async () => expect(await shareOf()).toBe(LIMIT / 2), { timeout: 40_000, interval: 200 })
    const applied = async () => {
      const { items } = await (await ask('GET', '/instances')).json()
      const etag = (await ask('GET', '/projects/mailer/config')).headers.get('etag')
      return items.filter((one: { appliedEtag: string }) => one.appliedEtag === etag).length
    }
    await vi.waitFor(async () => expect(await applied()).toBe(2), { timeout: 40_000, interval: 200 })
    const within = (rate: number) => {
      expect(rate).toBeGreaterThan(LIMIT * 0.7)
      expect(rate).toBeLessThan(LIMIT * 1.2)
    }
    within(await rateNow())
    server.closeAllConnections()
    server.close()
    within(await rateNow())
  }, 120_000)
})
