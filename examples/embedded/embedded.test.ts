/** The example as a user runs it: its folder copied, the packed library installed, one command. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { afterAll, afterEach, beforeAll, expect, inject, it, vi } from 'vitest'
import { type InstalledProject, projectWith } from '../../scripts/library/packed-library.ts'
import { serverPort } from '../../scripts/test-servers/server-port.ts'
import { createEmptyDatabase } from '../../server/store/test-database.ts'

let project: InstalledProject
let service: ChildProcess | undefined
beforeAll(async () => {
  project = await projectWith(['pg'], { fastify: '5.12.8' })
  await cp(join(import.meta.dirname, 'server.ts'), join(project.folder, 'server.ts'))
}, 240_000)
afterEach(() => void service?.kill('SIGKILL'))
afterAll(() => project?.remove())

async function start(variables: Record<string, string>): Promise<{ url: string; output: () => string }> {
  const port = await serverPort()
  const env = { ...process.env, ...variables, PORT: String(port) }
  service = spawn(process.execPath, ['server.ts'], { cwd: project.folder, env })
  let output = ''
  for (const stream of [service.stdout, service.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  const url = `http://127.0.0.1:${port}`
  await vi.waitFor(() => expect(output).toContain('Server listening'), { timeout: 30_000 })
  return { url, output: () => output }
}

async function order(url: string, body: unknown): Promise<{ status: number; order: string }> {
  const init = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }
  const response = await fetch(`${url}/orders`, init)
  return { status: response.status, ...((await response.json()) as { order: string }) }
}

it('publishes from a route and runs the task in the same process, in memory', async () => {
  const { url, output } = await start({})
  const answer = await order(url, { customer: 'ada@example.com', items: 2 })
  expect(answer.status).toBe(202)
  const confirmed = async () => (await fetch(`${url}/confirmed`)).json()
  await vi.waitFor(async () => expect(await confirmed()).toEqual({ confirmed: [answer.order] }), 10_000)
  expect((await order(url, { customer: 'ada@example.com' })).status).toBe(400)
  expect(await (await fetch(`${url}/health`)).json()).toMatchObject({ project: 'shop', state: 'running' })
  const ended = once(service as ChildProcess, 'close')
  service?.kill('SIGTERM')
  expect({ ended: await ended, output: output() }).toMatchObject({ ended: [0, null] })
}, 60_000)

it('keeps tasks in Postgres where it is given a database', async () => {
  const database = await createEmptyDatabase(inject('postgresUrl'))
  const { url, output } = await start({ DATABASE_URL: database.url })
  const { order: id } = await order(url, { customer: 'ada@example.com', items: 2 })
  await vi.waitFor(() => expect(output()).toContain('order confirmed'), 20_000)
  expect(output()).toContain(id)
  const ended = once(service as ChildProcess, 'close')
  service?.kill('SIGTERM')
  expect(await ended).toEqual([0, null])
  await database.drop()
}, 90_000)
