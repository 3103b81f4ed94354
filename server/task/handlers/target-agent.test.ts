import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTargetAgent } from './target-agent.ts'

const server = createServer((_request, response) => response.end('reached'))
let port = 0
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
})
afterAll(() => void server.close())

it.each(['127.0.0.1', 'localhost', '[::ffff:127.0.0.1]'])(
  'connects to no %s that is not allowed, though nothing looks an address up',
  async (host) => {
    const agent = createTargetAgent([])
    const request = agent.request({ origin: `http://${host}:${port}`, path: '/', method: 'GET' })
    await expect(request).rejects.toMatchObject({ code: 'target-forbidden' })
    await agent.destroy()
  },
)

it('connects to an address that is allowed', async () => {
  const agent = createTargetAgent(['loopback'])
  const { body } = await agent.request({ origin: `http://127.0.0.1:${port}`, path: '/', method: 'GET' })
  expect(await body.text()).toBe('reached')
  await agent.destroy()
})
