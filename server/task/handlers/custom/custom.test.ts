import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { outageOf } from '../../consume/circuit.ts'
import { writeMessage } from '../../consume/message.ts'
import { silentLogger } from '../../logger.ts'
import { createSecretResolver } from '../../source/secrets.ts'
import { createTaskSystem } from '../../system/create-task-system.ts'
import { runCommand } from '../../worker/test-worker.ts'
import { afterThisTest, serve, shownBy, taskWith } from '../built-in/test-service.ts'
import { createTargetAgent } from '../target-agent.ts'
import { type CustomHandler, customHandlersByName, defineHandler } from './define-handler.ts'
import { loadHandlers } from './load-handlers.ts'
import { customRun } from './make-run.ts'

const TOKEN = 'planted-5ecret'
const PLAIN = {
  ...{ name: 'acme.ticket', version: 1, title: 'Ticket', description: 'Opens a ticket.' },
  options: {
    type: 'object',
    properties: { url: { type: 'string' }, token: { type: 'string', format: 'secret-reference' } },
    required: ['url', 'token'],
    additionalProperties: false,
  },
  payload: { type: 'object', properties: { subject: { type: 'string' } }, required: ['subject'] },
}

function acmeTicket(seen: unknown[]) {
  return defineHandler<{ url: string; token: string }>({
    ...PLAIN,
    run:
      ({ url, token }, { request }) =>
      async ({ payload }) => {
        const answer = await request(url, { method: 'POST', headers: { token } })
        seen.push({ payload, status: answer.statusCode })
        if (answer.statusCode !== 200) throw new Error(`refused ${await answer.body.text()}`)
      },
  })
}

async function system(
  customHandlers: readonly CustomHandler<never>[],
  options: object,
  allowTargets = ['loopback'],
) {
  const retry = { maxAttempts: 1 }
  const handler = { kind: 'custom' as const, name: 'acme.ticket', options: { ...options } }
  const tasks = await createTaskSystem({
    config: {
      ...{ project: 'support', allowTargets, backends: { main: { kind: 'memory' } } },
      producers: [{ type: 'ticket.open', backend: 'main' }],
      consumers: [{ type: 'ticket.open', backend: 'main', retry, handler }],
    },
    customHandlers: customHandlers as unknown as CustomHandler[],
    secrets: createSecretResolver({ env: { TOKEN }, allowedNames: ['TOKEN'] }),
    logger: silentLogger,
  })
  afterThisTest(() => tasks.close())
  return tasks
}

it('runs by configuration alone, with its secret resolved', async () => {
  const { url, received } = await serve((_request, response) => response.end())
  const seen: unknown[] = []
  const tasks = await system([acmeTicket(seen)], { url, token: 'env:TOKEN' })
  await tasks.publish('ticket.open', { subject: 'a' })
  await vi.waitFor(() => expect(seen).toEqual([{ payload: { subject: 'a' }, status: 200 }]), 5_000)
  expect(received[0]?.headers.token).toBe(TOKEN)
})

async function verdictOf(url: string, allowTargets: readonly string[]) {
  const agent = createTargetAgent(allowTargets)
  afterThisTest(() => agent.destroy())
  const run = await customRun(
    { name: 'acme.ticket', options: { url, token: 'env:TOKEN' } },
    {
      ...{ agent, allowTargets, logger: silentLogger, now: () => new Date() },
      customHandlers: customHandlersByName([acmeTicket([])]),
      secrets: createSecretResolver({ env: { TOKEN }, allowedNames: ['TOKEN'] }),
    },
  )
  const task = taskWith({ subject: 'a' })
  const message = () => writeMessage(task, Buffer.from('{"subject":"a"}'))
  return run({ task, message, signal: AbortSignal.timeout(10_000) })
}

it('keeps a secret out of its failure, and calls no target that the rules forbid', async () => {
  const { url, received } = await serve(({ headers }, response) =>
    response.writeHead(500).end(String(headers.token)),
  )
  const verdict = async (allowTargets: string[]) => shownBy(await verdictOf(url, allowTargets))
  const shown = await verdict(['loopback'])
  expect(shown).toContain('refused •••')
  expect(shown).not.toContain(TOKEN)
  expect(await verdict([])).toContain('must be named in allowTargets')
  expect(received).toHaveLength(1)
})

it('tells the circuit breaker of a target that is away, not of what the handler throws by itself', async () => {
  const { url } = await serve((_request, response) => response.writeHead(500).end())
  expect(outageOf(await verdictOf('http://127.0.0.1:1/tickets?key=x', ['loopback']))).toMatchObject({
    target: 'http://127.0.0.1:1',
    status: null,
  })
  expect(outageOf(await verdictOf(url, ['loopback']))).toBe(null)
})

it.each([
  [{ url: 'http://x' }, "must have required property 'token' at /handler/options"],
  [{ url: 'http://x', token: 'env:TOKEN', colour: 1 }, '(\\"colour\\") at /handler/options'],
  [{ url: 'http://x', token: 'env:OTHER' }, 'env:OTHER'],
])('tells what is wrong with the options %j', async (options, message) => {
  const tasks = await system([acmeTicket([])], options)
  await vi.waitFor(() => expect(JSON.stringify(tasks.report().consumers)).toContain(message), 5_000)
})

it('names the handlers that there are when one is missing', async () => {
  const tasks = await system([], {})
  await vi.waitFor(
    () =>
      expect(JSON.stringify(tasks.report().consumers)).toContain(
        'no custom handler \\"acme.ticket\\"; it has: none',
      ),
    5_000,
  )
})

const run = () => () => {}
it.each([
  [{ name: 'Ticket' }, 'expected lower-case words with a dot, such as "acme.ticket"'],
  [{ name: 'slack.message' }, 'expected a name that no built-in handler has'],
  [{ version: 0 }, 'expected a whole number from 1 at /version'],
  [{ options: { type: 'objekt' } }, 'at /options'],
  [{ payload: null }, 'expected a JSON Schema at /payload'],
  [{ run: undefined }, 'expected a function (options, tools) => (task, ctx) => … at /run'],
])('defineHandler refuses %j', (part, message) => {
  expect(() => defineHandler({ ...PLAIN, run, ...part } as never)).toThrow(message)
})

it('refuses two handlers of one name', () => {
  expect(() =>
    customHandlersByName([
      { ...PLAIN, run },
      { ...PLAIN, run },
    ]),
  ).toThrow('Two custom handlers')
})

it('a worker loads a package and a local module, and says what it cannot load', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'signalbox-handlers-'))
  const source = (name: string) =>
    `export const one = { ...${JSON.stringify({ ...PLAIN, name })}, run: () => () => {} }\n`
  const packaged = join(folder, 'node_modules/acme-handlers')
  await mkdir(packaged, { recursive: true })
  await writeFile(
    join(packaged, 'package.json'),
    '{"name":"acme-handlers","type":"module","exports":{".":{"import":"./index.js"}}}',
  )
  await writeFile(join(packaged, 'index.js'), source('acme.ticket'))
  await writeFile(join(folder, 'local.mjs'), source('local.note'))
  await writeFile(join(folder, 'empty.mjs'), '')
  const loaded = await loadHandlers(['acme-handlers', './local.mjs'], folder)
  expect(loaded.map(({ name }) => name)).toEqual(['acme.ticket', 'local.note'])
  await expect(loadHandlers(['./empty.mjs'], folder)).rejects.toThrow(
    '--handlers ./empty.mjs: expected exports',
  )
  await expect(loadHandlers(['gone'], folder)).rejects.toThrow('--handlers gone: cannot be loaded')
  const worker = runCommand(['worker', '--project', 'a', '--handlers', join(folder, 'empty.mjs')])
  expect(await worker.ended).toBe(1)
  expect(worker.output()).toContain('expected exports made by defineHandler, got none')
}, 30_000)
