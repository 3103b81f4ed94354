import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { createTestRooms, type TestRooms } from '../assignments/test-rooms.ts'
import { createSecretResolver } from '../task/index.ts'
import { registerHandlers } from './handlers.ts'
import { actorWith, createTestApp } from './test-app.ts'

const TOKEN = 'xoxb-planted-5ecret'
let rooms: TestRooms
let answer = { status: 200, body: '{"ok":true}' }
let calls = 0
const app = createTestApp(actorWith(['configure']))
const service = createServer((request, response) => {
  calls += 1
  request.resume()
  response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body)
})
const address = () => `http://127.0.0.1:${(service.address() as AddressInfo).port}`

beforeAll(async () => {
  rooms = await createTestRooms(inject('postgresUrl'))
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve))
  registerHandlers(app.api, {
    ...rooms,
    now: rooms.clock,
    maxPayloadBytes: 2_000,
    handlerSecrets: createSecretResolver({ env: { SLACK: TOKEN }, allowedNames: ['SLACK'] }),
  })
})
afterAll(async () => {
  service.closeAllConnections()
  service.close()
  await rooms.close()
})
beforeEach(() => {
  calls = 0
  answer = { status: 200, body: '{"ok":true}' }
  app.actor = actorWith(['configure'])
})

const slack = (options: object = {}) => ({
  ...{ kind: 'built-in', name: 'slack.message' },
  options: { token: 'env:SLACK', channel: '#a', apiUrl: `${address()}/api`, ...options },
})
const test = (body: object) => app.request('POST', '/handlers/test', { body })

describe('POST /handlers/test', () => {
  it('calls the service once and tells what happened, without the secret', async () => {
    const response = await test({ handler: slack(), type: 'deploy.announce', payload: { text: 'Deployed' } })
    expect(response.status).toBe(200)
    const text = await response.text()
    expect(JSON.parse(text)).toMatchObject({
      ...{ verdict: 'done', reason: null, error: null },
      exchanges: [{ request: { headers: { authorization: 'Bearer •••' } }, response: { status: 200 } }],
    })
    expect([calls, text.includes('5ecret')]).toEqual([1, false])
  })

  it('is audited, without the payload', async () => {
    await test({ handler: slack(), type: 'deploy.announce', payload: { text: 'not for the audit' } })
    const { rows } = await rooms.database.pool.query(
      'select "actorName", action, "targetName", after, "requestId" from audit_entry order by id desc limit 1',
    )
    expect(rows).toEqual([
      {
        ...{ actorName: 'ana', action: 'handler.test', targetName: 'slack.message', requestId: 'test' },
        after: { type: 'deploy.announce' },
      },
    ])
  })

  it('answers 200 with the verdict where the service refuses', async () => {
    answer = { status: 404, body: 'no_service' }
    const response = await test({ handler: slack(), payload: { text: 'x' } })
    expect(await response.json()).toMatchObject({ verdict: 'retry', error: { code: 'target-failed' } })
  })

  it.each([
    [
      'a secret that does not resolve',
      { token: 'env:NONE' },
      '/handler/options/token',
      'NONE is not in the list',
    ],
    [
      'a target that is not allowed',
      { apiUrl: 'http://10.0.0.1/' },
      '/handler/options/apiUrl',
      'allowTargets',
    ],
    [
      'a secret from a file, for an operator',
      { token: 'file:/etc/passwd' },
      '/handler/options/token',
      'a file',
    ],
    ['options that break the schema', { colour: 'red' }, '/handler/options/colour', 'no such field'],
  ])('names the field of %s', async (_what, options, pointer, detail) => {
    const response = await test({ handler: slack(options), payload: { text: 'x' } })
    expect(response.status).toBe(422)
    const { errors } = (await response.json()) as { errors: object[] }
    expect(errors).toEqual([{ pointer, detail: expect.stringContaining(detail) }])
    expect(calls).toBe(0)
  })

  it.each([
    [{ handler: { kind: 'function' }, payload: {} }, 422, 'handler-not-testable', '/handler/kind'],
    [{ handler: { kind: 'module' }, payload: {} }, 422, 'handler-not-testable', '/handler/kind'],
    [{ handler: { kind: 'http', url: 'http://10.0.0.1/' }, payload: {} }, 422, 'invalid', '/handler/url'],
    [{ handler: { kind: 'http', url: 'http://127.0.0.1/' } }, 422, 'invalid', '/payload'],
  ])('refuses %j', async (body, status, code, pointer) => {
    const response = await test(body)
    expect(response.status).toBe(status)
    expect(await response.json()).toMatchObject({ code, errors: [{ pointer }] })
  })

  it('names what breaks the payload, and a payload that is too large', async () => {
    const broken = await test({ handler: slack(), payload: { text: 7 } })
    expect(await broken.json()).toMatchObject({ status: 422, errors: [{ pointer: '/payload/text' }] })
    const large = await test({ handler: slack(), payload: { text: 'x'.repeat(3_000) } })
    expect(await large.json()).toMatchObject({ status: 413, code: 'payload-too-large' })
    expect(calls).toBe(0)
  })

  it('lets an admin use a secret from a file, and no project token anything', async () => {
    app.actor = actorWith(['admin'])
    const response = await test({ handler: slack({ token: 'file:/none' }), payload: { text: 'x' } })
    expect(await response.json()).toMatchObject({
      errors: [{ pointer: '/handler/options/token', detail: expect.stringContaining('ENOENT') }],
    })
    app.actor = actorWith(['configure'], { project: 'mailer' })
    expect((await test({ handler: slack(), payload: { text: 'x' } })).status).toBe(403)
  })

  it('runs only so many at once', async () => {
    const waiting = Promise.withResolvers<void>()
    const slow = createServer(
      (_request, response) => void waiting.promise.then(() => response.end('{"ok":true}')),
    )
    await new Promise<void>((resolve) => slow.listen(0, '127.0.0.1', resolve))
    const handler = { kind: 'http', url: `http://127.0.0.1:${(slow.address() as AddressInfo).port}/` }
    const all = Array.from({ length: 12 }, () => test({ handler, payload: {} }))
    const refused = await Promise.race(all)
    expect(await refused.json()).toMatchObject({ status: 429, code: 'too-many-tests' })
    expect(refused.headers.get('retry-after')).toBe('5')
    waiting.resolve()
    const statuses = (await Promise.all(all)).map(({ status }) => status)
    expect(statuses.toSorted()).toEqual([...Array(10).fill(200), 429, 429])
    slow.close()
  })
})
