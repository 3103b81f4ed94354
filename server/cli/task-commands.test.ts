/** The real program against a real control plane and a real queue: publish once, cancel. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { getRequestListener } from '@hono/node-server'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { SCOPES } from '../auth/scopes.ts'
import { createToken } from '../auth/tokens.ts'
import { type Container, createContainer } from '../container.ts'
import { createReplayRooms, type ReplayRooms, TYPE } from '../replays/test-replays.ts'
import { runCommand } from '../task/worker/test-worker.ts'

let rooms: ReplayRooms
let container: Container
let server: Server
let environment: Record<string, string>

beforeAll(async () => {
  rooms = await createReplayRooms(inject('postgresUrl'))
  container = createContainer({
    ...{ databaseUrl: rooms.database.url, authSecret: 'test '.repeat(10), baseUrl: 'http://127.0.0.1' },
    ...{ trustedProxies: [], allowTargets: [], secrets: { MAIN: rooms.database.url } },
    ...{ environment: { name: 'test', color: 'gray' }, version: '0.0.0', logLevel: 'silent' },
  })
  const { api, services } = container
  server = createServer(getRequestListener((request, env) => api.fetch(request, env)))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const actor = { kind: 'system' as const, id: 'test', name: 'test', scopes: new Set(SCOPES) }
  const { secret } = await createToken(services.auth, { actor }, { name: 'all', scopes: SCOPES })
  environment = {
    SIGNALBOX_DATA_DIR: tmpdir(),
    SIGNALBOX_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    SIGNALBOX_TOKEN: secret,
  }
})
afterAll(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await container.close()
  await rooms.close()
})

async function run(...args: string[]) {
  const command = runCommand(args, environment)
  return { code: await command.ended, output: command.output() }
}

it('stores a task with a unique key once, names the one that has it, and frees it by cancelling', async () => {
  const publish = (id: string, ...more: string[]) =>
    run('publish', TYPE, '{}', '--unique-key', 'order 7', '--delay-ms', '3600000', '--id', id, ...more)
  expect(await publish('t1')).toEqual({ code: 0, output: 't1\n' })
  const { code, output } = await publish('t2', '--project', 'shop')
  expect(code).toBe(0)
  expect(output.split('\n').toSorted()).toEqual([
    '',
    'not stored: the task of this id has the unique key',
    't1',
  ])
  expect(await run('cancel', 't1')).toEqual({ code: 0, output: 'cancelled t1\n' })
  expect(await publish('t3')).toEqual({ code: 0, output: 't3\n' })
  const again = await run('cancel', 't1', '--type', TYPE)
  expect(again.code).toBe(1)
  expect(again.output).toContain('answered 404: Nothing is known of a task "t1"')
}, 60_000)
