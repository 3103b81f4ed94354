import type { LookupAddress } from 'node:dns'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'
import { afterEach, describe, expect, it } from 'vitest'
import { writeMessage } from '../consume/message.ts'
import type { Job } from '../consume/verdict.ts'
import type { Task } from '../task.ts'
import { httpRun } from './http.ts'
import { parseRetryAfter } from './http-verdict.ts'
import { signingKey } from './signature.ts'
import { createTargetAgent, type Lookup } from './target-agent.ts'

const now = () => new Date('2026-05-01T12:00:00Z')
const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

type Answer = (request: IncomingMessage & { text: string }, response: ServerResponse) => void

async function serve(answer: Answer): Promise<{ url: string; server: Server; connections: () => number }> {
  let connections = 0
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    answer(Object.assign(request, { text: Buffer.concat(chunks).toString() }), response)
  })
  server.on('connection', () => {
    connections += 1
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  cleanups.push(
    () => server.close(),
    () => server.closeAllConnections(),
  )
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    server,
    connections: () => connections,
  }
}

function agentFor(allow: string[], resolve?: Lookup) {
  const agent = createTargetAgent(allow, resolve)
  cleanups.push(() => agent.destroy())
  return agent
}

const task: Task = {
  id: 'task-1',
  type: 'email.send',
  payload: { to: 'a@example.com' },
  contentType: 'application/json',
  source: '/projects/shop',
  time: now(),
  attempt: 3,
  tracked: false,
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  extensions: {},
}

function job(signal = AbortSignal.timeout(5_000)): Job {
  const body = Buffer.from('{"to":"ä@example.com","big":12345678901234567890}')
  return { task, message: () => writeMessage(task, body), signal }
}

const run = (url: string, key: Uint8Array | null = null, agent = agentFor(['loopback'])) =>
  httpRun({ url, key, agent, now })(job())

describe('the http handler', () => {
  it('posts the payload byte for byte with CloudEvents headers and the trace', async () => {
    let seen: (IncomingMessage & { text: string }) | undefined
    const { url } = await serve((request, response) => {
      seen = request
      response.end('ok')
    })
    expect(await run(`${url}/tasks/email.send?x=1`)).toEqual({ kind: 'done' })
    expect(seen?.method).toBe('POST')
    expect(seen?.url).toBe('/tasks/email.send?x=1')
    expect(seen?.text).toBe('{"to":"ä@example.com","big":12345678901234567890}')
    expect(seen?.headers).toMatchObject({
      'ce-id': 'task-1',
      'ce-type': 'email.send',
      'ce-attempt': '3',
      'ce-specversion': '1.0',
      'content-type': 'application/json',
      traceparent: task.traceparent,
    })
    expect(seen?.headers['webhook-signature']).toBeUndefined()
  })

  it.each(['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'])(
    'signs so that a Standard Webhooks library verifies it (%s)',
    async (secret) => {
      let seen: unknown
      const { url } = await serve((request, response) => {
        const headers = request.headers as Record<string, string>
        // The library also compares the timestamp with today; only the signature is of interest here.
        const stamp = new Date(Number(headers['webhook-timestamp']) * 1_000)
        seen =
          new Webhook(secret).sign(headers['webhook-id'] ?? '', stamp, request.text) ===
          headers['webhook-signature']
        response.end()
      })
      await run(url, signingKey(secret))
      expect(seen).toBe(true)
    },
  )

  it('takes a secret that is no base64 for its own bytes', () => {
    expect(Buffer.from(signingKey('not base64!')).toString()).toBe('not base64!')
    expect(() => signingKey('')).toThrow()
  })

  it.each([
    [200, 'done', undefined],
    [204, 'done', undefined],
    [302, 'retry', undefined],
    [400, 'dead', 'rejected'],
    [401, 'retry', undefined],
    [404, 'retry', undefined],
    [408, 'retry', undefined],
    [409, 'retry', undefined],
    [410, 'dead', 'rejected'],
    [413, 'dead', 'rejected'],
    [415, 'dead', 'rejected'],
    [422, 'dead', 'rejected'],
    [429, 'retry', undefined],
    [500, 'retry', undefined],
    [502, 'retry', undefined],
    [503, 'retry', undefined],
  ])('takes %i for %s', async (status, kind, reason) => {
    const { url } = await serve((_request, response) =>
      response.writeHead(status).end(status === 204 ? undefined : 'body'),
    )
    const verdict = await run(url)
    expect(verdict.kind).toBe(kind)
    if (verdict.kind === 'dead') expect(verdict.reason).toBe(reason)
    if (verdict.kind !== 'done')
      expect(verdict.failure).toMatchObject({
        response: { status, body: 'body' },
        error: { code: 'target-failed', message: `The target ${url} answered ${status}.` },
      })
  })

  it('does not follow a redirect', async () => {
    let elsewhere = 0
    const other = await serve((_request, response) => {
      elsewhere += 1
      response.end()
    })
    const { url } = await serve((_request, response) =>
      response.writeHead(307, { location: other.url }).end(),
    )
    expect((await run(url)).kind).toBe('retry')
    expect(elsewhere).toBe(0)
  })

  it.each([
    ['7', 7_000],
    ['Fri, 01 May 2026 12:01:30 GMT', 90_000],
    ['Fri, 01 May 2026 11:00:00 GMT', 0],
    ['soon', undefined],
  ])('obeys Retry-After: %s', async (header, afterMs) => {
    const { url } = await serve((_request, response) =>
      response.writeHead(503, { 'retry-after': header }).end(),
    )
    const verdict = await run(url)
    expect(verdict.kind === 'retry' ? verdict.afterMs : 'other').toBe(afterMs)
  })

  it('leaves Retry-After alone where the contract does not ask for it', async () => {
    const { url } = await serve((_request, response) => response.writeHead(500, { 'retry-after': '7' }).end())
    expect(await run(url)).not.toHaveProperty('afterMs')
    expect(parseRetryAfter('99999999999', now())).toBe(604_800_000)
  })

  it('keeps only the beginning of a long failure body', async () => {
    const { url } = await serve((_request, response) => response.writeHead(500).end('x'.repeat(1_000_000)))
    const verdict = await run(url)
    expect(verdict.kind === 'retry' && verdict.failure.response?.body.length).toBe(8_192)
  })

  it('tries again when nobody listens, and says why', async () => {
    const { url, server } = await serve((_request, response) => response.end())
    await new Promise((resolve) => server.close(resolve))
    const verdict = await run(url)
    expect(verdict).toMatchObject({ kind: 'retry', failure: { error: { code: 'target-failed' } } })
    expect(verdict.kind === 'retry' && verdict.failure.error.message).toContain('ECONNREFUSED')
  })

  it('uses a connection again', async () => {
    const { url, connections } = await serve((_request, response) => response.end('ok'))
    const agent = agentFor(['loopback'])
    for (let index = 0; index < 20; index += 1) await run(url, null, agent)
    // A call may begin while the end of the answer before is still being read.
    expect(connections()).toBeLessThanOrEqual(2)
  })
})

describe('addresses are checked when connecting', () => {
  const resolvingTo =
    (...addresses: string[]): Lookup =>
    (_host, _options, done) =>
      done(
        null,
        addresses.map((address): LookupAddress => ({ address, family: address.includes(':') ? 6 : 4 })),
      )

  it.each(['169.254.169.254', '127.0.0.1', '10.0.0.1', '::1', 'fe80::1'])(
    'refuses a public name that resolves to %s',
    async (address) => {
      const verdict = await run('http://innocent.example/', null, agentFor([], resolvingTo(address)))
      expect(verdict).toMatchObject({
        kind: 'retry',
        failure: { error: { code: 'target-forbidden', context: { address } } },
      })
    },
  )

  it('connects to the permitted one of several addresses', async () => {
    const { url } = await serve((_request, response) => response.end())
    const port = new URL(url).port
    const agent = agentFor(['127.0.0.1'], resolvingTo('169.254.169.254', '127.0.0.1'))
    expect(await run(`http://innocent.example:${port}/`, null, agent)).toEqual({ kind: 'done' })
  })

  it('reaches a private name that is allowed by name', async () => {
    const { url } = await serve((_request, response) => response.end())
    const agent = agentFor(['mailer.internal'], resolvingTo('127.0.0.1'))
    expect(await run(`http://mailer.internal:${new URL(url).port}/`, null, agent)).toEqual({ kind: 'done' })
  })
})
