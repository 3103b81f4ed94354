/** The real program against a real control plane: its API, its loops, a real queue and a worker. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { getRequestListener } from '@hono/node-server'
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import { type Actor, SCOPES, type Scope } from '../auth/scopes.ts'
import { createToken } from '../auth/tokens.ts'
import { type Container, createContainer } from '../container.ts'
import type { Loops } from '../loops.ts'
import { createReplayRooms, type ReplayRooms, TYPE } from '../replays/test-replays.ts'
import { createApiClient } from '../task/cli/api-client.ts'
import { replayFromCommandLine } from '../task/cli/replay.ts'
import { runCommand } from '../task/worker/test-worker.ts'

const system: Actor = { kind: 'system', id: 'test', name: 'test', scopes: new Set(SCOPES) }

let rooms: ReplayRooms
let container: Container
let loops: Loops
let server: Server
let url: string
const tokens: Partial<Record<Scope, string>> = {}

beforeAll(async () => {
  rooms = await createReplayRooms(inject('postgresUrl'))
  container = createContainer({
    databaseUrl: rooms.database.url,
    authSecret: 'test '.repeat(10),
    baseUrl: 'http://127.0.0.1',
    ...{ trustedProxies: [], allowTargets: [], secrets: { MAIN: rooms.database.url } },
    ...{ environment: { name: 'test', color: 'gray' }, version: '0.0.0', logLevel: 'silent' },
  })
  loops = await container.startLoops()
  const { api, services } = container
  server = createServer(getRequestListener((request, env) => api.fetch(request, env)))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const scopes: Record<string, Scope[]> = { read: ['read'], operate: ['read', 'operate'] }
  for (const [name, some] of Object.entries(scopes))
    tokens[name as Scope] = (
      await createToken(services.auth, { actor: system }, { name, scopes: some })
    ).secret
  await rooms.consume({
    [TYPE]: async ({ payload }) => {
      if ((payload as { bad?: boolean }).bad === true) throw new Error('It is bad.')
    },
  })
})
afterAll(async () => {
  await loops.stop()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await container.close()
  await rooms.close()
})

const start = (args: string[], env: Record<string, string> = {}, input?: string) =>
  runCommand(
    args,
    { SIGNALBOX_DATA_DIR: tmpdir(), SIGNALBOX_URL: url, SIGNALBOX_TOKEN: tokens.operate ?? '', ...env },
    input,
  )
async function run(args: string[], env: Record<string, string> = {}, input?: string) {
  const command = start(args, env, input)
  return { code: await command.ended, output: command.output() }
}
const body = (value: object) => Buffer.from(JSON.stringify(value))
/** Dead tasks of their own project, so that tests do not meet. */
const fail = (project: string, payloads: object[]) =>
  rooms.fail(payloads.map((payload) => ({ project, body: body(payload) })))
const replays = async () => (await rooms.database.pool.query('select id, state from replay')).rows

describe('signalbox failures', () => {
  it('lists what a filter finds, for people and for programs', async () => {
    const [failure] = await fail('listed', [{ order: 1 }, { order: 2 }])
    const shown = await run(['failures', 'list', '--project', 'listed', '--limit', '1'])
    expect(shown.code).toBe(0)
    expect(shown.output).toMatch(/FAILED \(UTC\) +ID +TYPE/)
    expect(shown.output).toContain('The target answered 503.')
    expect(shown.output).toContain('2 dead; the newest 1 are shown (--limit)')
    const asJson = await run(['failures', 'list', '--project', 'listed', '--q', '4711', '--json'])
    expect(asJson).toEqual({ code: 0, output: '[]\n' })
    const one = await run(['failures', 'show', failure?.deadId ?? ''], { SIGNALBOX_TOKEN: tokens.read ?? '' })
    expect(one.code).toBe(0)
    expect(one.output).toContain('exhausted, after 3 attempts')
    expect(one.output).toContain('"order": 1')
  })

  it('says what was refused, by whom, and which option is wrong', async () => {
    const unknown = await run(['failures', 'show', 'nobody'])
    expect(unknown).toMatchObject({ code: 1, output: expect.stringContaining(`${url} answered 404`) })
    const away = await run(['failures', 'list'], { SIGNALBOX_URL: 'http://127.0.0.1:1' })
    expect(away).toMatchObject({ code: 1, output: expect.stringContaining('cannot be reached') })
    const option = await run(['failures', 'list', '--reason', 'bored'])
    expect(option.code).toBe(1)
    expect(option.output).toContain("'--reason <reason>' argument 'bored' is invalid")
    const forbidden = await run(['replay', 'nobody'], { SIGNALBOX_TOKEN: tokens.read ?? '' })
    expect(forbidden).toMatchObject({ code: 1, output: expect.stringContaining('"operate"') })
  })
})

describe('signalbox replay', () => {
  it('by a filter says the exact count, asks, and sends nothing where nobody can be asked', async () => {
    await fail('counted', [{}, {}, {}])
    const filter = ['replay', '--project', 'counted', '--all']
    const tried = await run([...filter, '--dry-run'])
    expect(tried).toMatchObject({ code: 0, output: expect.stringContaining(`3 dead tasks: 3 ${TYPE}`) })
    const unasked = await run(filter)
    expect(unasked).toMatchObject({ code: 1, output: expect.stringContaining('--yes: expected') })
    expect(await replays()).toEqual([])
  })

  it('follows to the end, tells by its exit code that some failed again, and repairs one by an edited payload', async () => {
    await fail('mixed', [{}, {}, { bad: true }])
    const all = await run(['replay', '--project', 'mixed', '--all', '--yes', '--wait', '--note', 'repaired'])
    expect(all.output).toContain('Completed: 3 tasks; 2 succeeded, 1 failed again.')
    expect(all.code).toBe(2)
    const again = async () =>
      (await rooms.database.pool.query(`select "deadId" from failure where "diedInReplay" is not null`)).rows
    await vi.waitFor(async () => expect(await again()).toHaveLength(1), { timeout: 10_000 })
    const [{ deadId }] = await again()
    const repaired = await run(['replay', deadId, '--payload', '-', '--wait', '--json'], {}, '{"bad":false}')
    expect(repaired.code).toBe(0)
    const last = JSON.parse(repaired.output.trim().split('\n').at(-1) ?? '')
    expect(last).toMatchObject({
      state: 'completed',
      edited: true,
      progress: { succeeded: 1, failedAgain: 0 },
    })
  })

  it('goes on after Ctrl-C, which says how to follow it, and can be followed again', async () => {
    await fail('slow', [{}, {}, {}])
    const args = ['replay', '--project', 'slow', '--all', '--yes', '--wait', '--rate', '0.1']
    const command = start(args)
    await vi.waitFor(() => expect(command.output()).toMatch(/of 3 sent/), { timeout: 20_000 })
    command.process.kill('SIGINT')
    expect(await command.ended).toBe(130)
    const [, id = ''] = /--follow ([0-9a-f-]{36})/.exec(command.output()) ?? []
    expect(command.output()).toContain('The replay goes on.')
    expect(await replays()).toContainEqual({ id, state: 'running' })
    const cancel = { method: 'POST', headers: { authorization: `Bearer ${tokens.operate}` } }
    const follower = start(['replay', '--follow', id])
    await vi.waitFor(() => expect(follower.output()).toMatch(/of 3 sent/), { timeout: 20_000 })
    expect((await fetch(`${url}/api/v1/replays/${id}/cancel`, cancel)).status).toBe(200)
    expect(await follower.ended).toBe(2)
    expect(follower.output()).toContain('Cancelled: 3 tasks')
  })
})

describe('the person at the terminal', () => {
  const said: string[] = []
  const terminal = (answer: () => string | Promise<string>) => ({
    print: (text: string) => void said.push(text),
    note: (text: string) => void said.push(text),
    progress: () => undefined,
    ask: async (question: string) => {
      said.push(question)
      return answer()
    },
    width: 80,
  })
  const answer = (give: () => string | Promise<string>, options: object) => {
    const api = createApiClient({ url, token: tokens.operate ?? '' })
    const tools = { api, terminal: terminal(give), interrupted: new AbortController().signal }
    return replayFromCommandLine(tools, [], { project: ['asked'], all: true, ...options })
  }

  it('is asked with the exact count, and what died after that is left out', async () => {
    await fail('asked', [{}, {}])
    const before = (await replays()).length
    expect(await answer(() => 'n', {})).toBe(1)
    expect(said).toEqual([
      expect.stringMatching(/^Warning: No project consumes/),
      `Replay 2 dead tasks: 2 ${TYPE}? [y/N] `,
      'Nothing was sent.',
    ])
    expect(await replays()).toHaveLength(before)
    const late = async () => {
      await fail('asked', [{}])
      return 'y'
    }
    expect(await answer(late, { wait: true })).toBe(0)
    expect(said.at(-1)).toBe('Completed: 2 tasks; 2 succeeded.')
  })

  it('is told when the filter finds nothing', async () => {
    said.length = 0
    expect(await answer(() => 'y', { project: ['nobody'] })).toBe(0)
    expect(said).toEqual(['No dead task is found by this filter; nothing was sent.'])
  })

  it.each([
    [[], {}, 'Expected ids of failures, or --all'],
    [[], { all: true }, 'at least one of --type'],
    [[], { type: ['a'] }, '--all: expected'],
    [['a'], { type: ['a'] }, '--type: expected either ids or a filter'],
    [['a', 'b'], { payload: 'x.json' }, '--payload: expected exactly one id, got 2'],
    [['a'], { payload: '/nowhere.json' }, '--payload: it cannot be read'],
    [['a'], { follow: 'x' }, '--follow: expected without ids'],
  ])('is told which option is wrong: %j %j', async (ids, options, message) => {
    const api = createApiClient({ url, token: tokens.operate ?? '' })
    const tools = { api, terminal: terminal(() => ''), interrupted: new AbortController().signal }
    await expect(replayFromCommandLine(tools, ids, options)).rejects.toThrow(message)
  })
})
