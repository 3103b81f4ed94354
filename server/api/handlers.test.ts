import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest'
import { createTestRooms, heartbeatOf, seed, type TestRooms } from '../assignments/test-rooms.ts'
import { createSecretResolver } from '../task/index.ts'
import { registerAssignments } from './assignments.ts'
import { registerChangeSets } from './change-sets.ts'
import { registerHandlers } from './handlers.ts'
import { registerInstances } from './instances.ts'
import { actorWith, createTestApp } from './test-app.ts'

let rooms: TestRooms
const app = createTestApp(actorWith(['admin']))

beforeAll(async () => {
  rooms = await createTestRooms(inject('postgresUrl'))
  registerAssignments(app.api, rooms)
  registerChangeSets(app.api, rooms)
  registerInstances(app.api, rooms)
  registerHandlers(app.api, {
    ...rooms,
    now: rooms.clock,
    maxPayloadBytes: 2_000,
    handlerSecrets: createSecretResolver(),
  })
})
afterAll(() => rooms.close())
beforeEach(async () => {
  await rooms.database.pool.query('truncate project, task_type, backend cascade')
  await rooms.changes.notify()
  await seed(rooms, { projects: ['mailer'], types: ['deploy.announce'] })
})

const consume = (name: string, options: object) => ({
  ...{ role: 'consumer', type: 'deploy.announce', workers: 1 },
  handler: { kind: 'built-in', name, options },
})
const put = (name: string, options: object) =>
  app.request('PUT', '/projects/mailer/assignments', {
    headers: { 'if-match': '"0"' },
    body: { assignments: [consume(name, options)], reason: 'because' },
  })

test('GET /handlers tells what may be chosen, with the schemas of options and payload', async () => {
  const answer = await app.request('GET', '/handlers')
  expect(answer.status).toBe(200)
  const { items } = (await answer.json()) as { items: Record<string, unknown>[] }
  const names = items.map(({ name }) => name)
  expect(names).toEqual(names.toSorted())
  expect(names).toEqual(expect.arrayContaining(['slack.message', 'segment.track', 'http.request']))
  expect(items.find(({ name }) => name === 'slack.message')).toMatchObject({
    title: 'Slack message',
    description: expect.stringMatching(/\.$/),
    options: { properties: { token: { format: 'secret-reference', title: 'Bot token' } } },
    payload: { type: 'object', additionalProperties: false },
    defaults: { timeoutMs: 15_000 },
    needs: null,
  })
})

test('an assignment to a built-in handler is saved and read back, with the defaults of its options', async () => {
  const saved = await put('slack.message', { token: 'env:SLACK' })
  expect(saved.status).toBe(200)
  expect(await saved.json()).toMatchObject({
    assignments: [{ handler: { options: { token: 'env:SLACK', apiUrl: 'https://slack.com/api' } } }],
  })
})

test.each([
  ['slack.massage', {}, '/assignments/0/handler/name', 'expected one of "slack.message", "segment.track"'],
  ['slack.message', {}, '/assignments/0/handler/options/webhookUrl', 'expected either webhookUrl or token'],
  [
    'slack.message',
    { token: 'env:A', colour: 1 },
    '/assignments/0/handler/options/colour',
    'expected no such field',
  ],
  ['segment.track', {}, '/assignments/0/handler/options/writeKey', 'expected "env:NAME"'],
  [
    'http.request',
    { url: 'http://10.0.0.1/' },
    '/assignments/0/handler/options/url',
    'must be named in allowTargets',
  ],
])('%s with %j is refused with 422 at %s', async (name, options, pointer, detail) => {
  const answer = await put(name, options)
  expect(answer.status).toBe(422)
  const { errors } = (await answer.json()) as { errors: object[] }
  expect(errors).toEqual([{ pointer, detail: expect.stringContaining(detail) }])
})

test('a secret typed where a reference belongs is refused without being repeated', async () => {
  const answer = await put('slack.message', { webhookUrl: 'https://hooks.slack.com/services/planted5ecret' })
  expect(answer.status).toBe(422)
  const text = await answer.text()
  expect(text).toContain('/assignments/0/handler/options/webhookUrl')
  expect(text).not.toContain('planted5ecret')
})

test('a preview warns of live instances that lack the handler or a secret of its options', async () => {
  const beat = (id: string, more: object) =>
    app.request('PUT', `/instances/${id}`, { body: heartbeatOf('mailer', more) })
  expect((await beat('a', { builtIns: ['slack.message'], unresolvedSecrets: ['env:SLACK'] })).status).toBe(
    200,
  )
  await beat('b', { builtIns: [] })
  await beat('c', {})
  const answer = await app.request('POST', '/change-sets/preview', {
    body: {
      base: { mailer: 0 },
      edits: [{ project: 'mailer', assignments: [consume('slack.message', { token: 'env:SLACK' })] }],
    },
  })
  const { warnings } = (await answer.json()) as { warnings: { code: string; message: string }[] }
  expect(warnings.map(({ code, message }) => `${code}: ${message}`)).toEqual(
    expect.arrayContaining([
      'unresolved-secret: env:SLACK does not resolve on 1 of 3 live instances of mailer',
      'unknown-handler: 1 of 3 live instances of mailer have no built-in handler "slack.message"',
    ]),
  )
})
