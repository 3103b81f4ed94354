import { OpenAPIHono } from '@hono/zod-openapi'
import { HTTPException } from 'hono/http-exception'
import pino from 'pino'
import { describe, expect, it } from 'vitest'
import { conflict, forbidden, invalid, notFound, Refusal, stale } from '../errors.ts'
import { PublishError, TaskError } from '../task/index.ts'
import { problem } from './contract/shapes.ts'
import { problemHandler } from './problem.ts'
import type { ApiEnv } from './types.ts'

async function answerTo(error: unknown) {
  const logged: string[] = []
  const app = new OpenAPIHono<ApiEnv>()
  app.onError(problemHandler(pino({}, { write: (line: string) => logged.push(line) })))
  app.use(async (c, next) => {
    c.set('requestId', 'request-1')
    await next()
  })
  app.get('/', () => {
    throw error
  })
  const response = await app.request('/')
  expect(response.headers.get('content-type')).toBe('application/problem+json')
  return { response, logged, body: problem.parse(await response.json()) }
}

describe('every error is a problem document', () => {
  it.each([
    [notFound('project', 'x'), 404, 'not-found'],
    [forbidden('no'), 403, 'forbidden'],
    [conflict('taken', 'no'), 409, 'taken'],
    [new HTTPException(400, { message: 'Malformed JSON in request body' }), 400, 'malformed-json'],
    [new HTTPException(415), 415, 'unsupported-media-type'],
    [new TaskError('payload-too-large', 'big'), 413, 'payload-too-large'],
    [new TaskError('payload-invalid', 'bad'), 422, 'payload-invalid'],
    [new TaskError('type-not-produced', 'no'), 422, 'type-not-produced'],
    [new TaskError('backend-unsupported', 'no'), 409, 'backend-unsupported'],
  ])('%o', async (error, status, code) => {
    const { response, body, logged } = await answerTo(error)
    expect(response.status).toBe(status)
    expect(body).toMatchObject({
      status,
      code,
      requestId: 'request-1',
      type: `urn:signalbox:problem:${code}`,
    })
    expect(logged).toEqual([])
  })

  it('names the fields and carries further members', async () => {
    const errors = [{ pointer: '/tasks/3/type', detail: 'expected x, got y' }]
    expect((await answerTo(invalid('bad', errors))).body).toMatchObject({ status: 422, errors })
    expect((await answerTo(stale('old', { revision: 7 }))).body).toMatchObject({ current: { revision: 7 } })
  })

  it.each([
    new TaskError('backend-unavailable', 'away'),
    new Refusal(503, 'away', 'away'),
    Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }),
  ])('says when to try again when something is away: %o', async (error) => {
    const { response, logged } = await answerTo(error)
    expect(response.status).toBe(503)
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(logged.join()).toContain('request-1')
  })

  it('names the tasks that a broker confirmed before it failed', async () => {
    const { body } = await answerTo(new PublishError('half', ['a', 'b']))
    expect(body).toMatchObject({ status: 503, code: 'publish-failed', accepted: ['a', 'b'] })
  })

  it('never shows an error that nobody expected, and logs it under the request id', async () => {
    const { response, body, logged } = await answerTo(new Error('password=hunter2'))
    expect(response.status).toBe(500)
    expect(JSON.stringify(body)).not.toContain('hunter2')
    expect(logged.join()).toContain('hunter2')
    expect(logged.join()).toContain('request-1')
  })
})
