/** `POST /tasks` as the whole API serves it: behind the guard, with its limits. */
import { expect, inject, it } from 'vitest'
import { createTestApi } from './test-api.ts'

it('publishes with the scope, for the own project, with whatever content type', async () => {
  const whole = await createTestApi(inject('postgresUrl'))
  const admin = await whole.token(['admin'])
  const make = (path: string, body: object) => whole.request('POST', `/api/v1${path}`, { token: admin, body })
  expect((await make('/backends', { name: 'mem', kind: 'memory' })).status).toBe(201)
  expect((await make('/task-types', { name: 'image.scale', backend: 'mem' })).status).toBe(201)
  const reader = await whole.token(['read'])
  const publisher = await whole.token(['publish'])
  const send = (
    token?: string,
    headers: Record<string, string> = {},
    body: unknown = { type: 'image.scale', payload: 1 },
  ) => whole.request('POST', '/api/v1/tasks', { ...(token === undefined ? {} : { token }), headers, body })
  expect((await send()).status).toBe(401)
  expect((await send(reader)).status).toBe(403)
  expect((await send(publisher)).status).toBe(202)
  const png = { 'content-type': 'image/png', 'ce-type': 'image.scale', 'ce-specversion': '1.0' }
  expect((await send(publisher, png, 'bytes')).status).toBe(202)
  const large = await send(publisher, {}, `{"type":"image.scale","payload":"${'x'.repeat(8_388_608)}"}`)
  expect([large.status, large.headers.get('content-type')]).toEqual([413, 'application/problem+json'])
  const queues = await whole.request('GET', '/api/v1/queues', { token: reader })
  expect(await queues.json()).toMatchObject({ items: [{ type: 'image.scale' }], nextCursor: null })
  await whole.close()
})
