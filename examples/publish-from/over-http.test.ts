/** Programs without any library publish over the HTTP API; a consumer of ours runs the tasks, on Postgres. */
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { afterAll, beforeAll, expect, inject, it, vi } from 'vitest'
import { createTestApi } from '../../server/api/test-api.ts'
import { addBackend, addTypes, poolOf } from '../../server/queues/test-registry.ts'
import { createEmptyDatabase } from '../../server/store/test-database.ts'
import { createBackend, createTaskSystem, silentLogger, type Task } from '../../server/task/index.ts'
import { findPython, runExample } from './test-programs.ts'

const TYPE = 'email.send'
const cleanups: (() => unknown)[] = []
const ran: Task[] = []
let env: Record<string, string>

beforeAll(async () => {
  const queues = await createEmptyDatabase(inject('postgresUrl'))
  cleanups.push(() => queues.drop())
  const config = { kind: 'postgres', url: queues.url } as const
  const system = await createTaskSystem({
    config: {
      project: 'mailer',
      backends: { main: config },
      consumers: [{ type: TYPE, backend: 'main', handler: { kind: 'function' } }],
    },
    handlers: { [TYPE]: (task) => void ran.push(task) },
    logger: silentLogger,
  })
  cleanups.push(() => system.close())
  const backend = await createBackend(config, { namespace: 'task' })
  await backend.connect()
  cleanups.push(() => backend.close())
  const api = await createTestApi(inject('postgresUrl'), { backends: poolOf({ main: backend }) })
  cleanups.push(() => api.close())
  await addBackend(api.database, 'main', 'postgres')
  await addTypes(api.database, [{ name: TYPE }])
  const server = createAdaptorServer({ fetch: api.app.fetch })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  cleanups.push(() => server.close())
  const { port } = server.address() as AddressInfo
  env = { SIGNALBOX_URL: `http://127.0.0.1:${port}`, SIGNALBOX_TOKEN: await api.token(['publish']) }
})
afterAll(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

async function expectRun(payload: unknown): Promise<void> {
  await vi.waitFor(() => expect(ran.map((task) => task.payload)).toContainEqual(payload), { timeout: 20_000 })
}

it('curl: a task, and a structured CloudEvent', async () => {
  const answers = (await runExample(['sh', 'curl/publish.sh', TYPE], env)).split('\n')
  expect(answers.map((answer) => JSON.parse(answer))).toMatchObject([
    { accepted: 1, tasks: [{ type: TYPE }] },
    { accepted: 1, tasks: [{ id: 'curl-event', type: TYPE }] },
  ])
  await expectRun({ from: 'curl' })
  await expectRun({ from: 'curl, CloudEvent' })
  expect(ran.find(({ id }) => id === 'curl-event')?.source).toBe('/shop')
})

it('curl ends with an error that names what is wrong', async () => {
  await expect(runExample(['sh', 'curl/publish.sh', 'no.such.type'], env)).rejects.toMatchObject({
    code: 22,
    stdout: expect.stringContaining('no.such.type'),
  })
})

const found = findPython()
const reason = 'reason' in found ? found.reason : null
if (reason !== null) it.skip(`Python, with nothing but itself (${reason})`)
else
  it('Python, with nothing but itself', async () => {
    const python = 'python' in found ? found.python : ''
    const answer = JSON.parse(await runExample([python, 'python/publish_http.py', TYPE], env))
    expect(answer).toMatchObject({ accepted: 1, tasks: [{ type: TYPE }] })
    await expectRun({ from: 'python, http' })
  })
