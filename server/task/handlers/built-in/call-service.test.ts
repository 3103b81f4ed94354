import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { expect, it } from 'vitest'
import { TaskError } from '../../errors.ts'
import { createTargetAgent } from '../target-agent.ts'
import type { BuiltInTools } from './built-in.ts'
import { callService } from './call-service.ts'
import { redacting, redactor } from './redact.ts'
import { afterThisTest, NOW, serve, shownBy, taskWith } from './test-service.ts'

function call(url: string, timeoutMs = 10_000) {
  const agent = createTargetAgent(['loopback'])
  afterThisTest(() => agent.destroy())
  const tools: BuiltInTools = { agent, timeoutMs, allowTargets: [], now: () => NOW, redact: (text) => text }
  const signal = AbortSignal.timeout(10_000)
  return callService({ service: 'It', url, method: 'POST', headers: {}, body: '{}', signal }, tools)
}

it('gives up when the service takes longer than one exchange may', async () => {
  const { url } = await serve(() => {})
  await expect(call(url, 50)).rejects.toMatchObject({
    code: 'target-failed',
    retryable: true,
    message: 'It did not answer within 50 ms.',
  })
})

it('does not follow a redirect', async () => {
  const { url, received } = await serve((_request, response) =>
    response.writeHead(307, { location: '/elsewhere' }).end(),
  )
  expect((await call(url)).status).toBe(307)
  expect(received.length).toBe(1)
})

it('takes a status for the answer, also when the connection breaks within the body', async () => {
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', () => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf', () =>
        setImmediate(() => socket.resetAndDestroy()),
      )
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  afterThisTest(() => server.close())
  const answer = await call(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  expect(answer.status).toBe(200)
})

it.each(['"', '1', 'status', 'a,b'])(
  'takes the secret %j out without breaking what it stands in',
  async (secret) => {
    const error = new TaskError('target-failed', `no ${secret} here`, {
      context: { status: 1, said: secret },
    })
    const run = redacting(async () => ({ kind: 'retry', failure: { error } }), redactor([secret]))
    const verdict = await run({
      task: taskWith({}),
      signal: AbortSignal.timeout(1_000),
      message: () => {
        throw new Error('not asked for')
      },
    })
    expect(verdict).toMatchObject({
      failure: { error: { message: 'no ••• here', context: { said: '•••' } } },
    })
    expect(shownBy(verdict)).toContain('•••')
  },
)
