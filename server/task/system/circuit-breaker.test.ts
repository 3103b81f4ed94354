/** A target goes away under load: tasks wait instead of dying, and all are done when it is back. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it, vi } from 'vitest'
import { base, consumer, deadOf, started, statsOf } from './test-system.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

async function target() {
  const state = { status: 503, requests: 0 }
  const server = createServer((request, response) => {
    state.requests += 1
    request.resume().on('end', () => response.writeHead(state.status).end())
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { state, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/tasks?key=1` }
}

async function consuming(handler: object) {
  const retry = { maxAttempts: 100, initialMs: 1_000, factor: 1, maxMs: 1_000, jitter: 0 }
  const config = {
    ...base(),
    allowTargets: ['loopback'],
    consumers: [consumer({ workers: 4, handler, retry })],
  }
  const room = await started({}, config, { random: () => 0.5 })
  await room.system.publishBatch(
    Array.from({ length: 20 }, (_, payload) => ({ type: 'email.send', payload })),
  )
  return { ...room, one: () => room.system.report().consumers[0] }
}

it('stops taking while the target is down, says so, probes with one task, and takes up again', async () => {
  const { state, url } = await target()
  const { one, backend } = await consuming({ kind: 'http', url })
  await vi.waitFor(() => expect(one()?.state).toBe('tripped'), { timeout: 20_000, interval: 50 })
  const { circuit } = one() ?? {}
  expect(circuit).toMatchObject({ status: 503, probes: 0, target: new URL(url).origin })
  await vi.waitFor(() => expect(one()?.runningCount).toBe(0))
  const before = state.requests
  await vi.waitFor(() => expect(one()?.circuit?.probes).toBe(1), { timeout: 10_000, interval: 50 })
  expect(state.requests).toBe(before + 1)
  state.status = 200
  await vi.waitFor(() => expect(one()?.succeeded).toBe(20), { timeout: 20_000, interval: 50 })
  expect(one()).toMatchObject({ state: 'running', circuit: null, dead: 0, restarts: 0 })
  expect(await deadOf(backend)).toEqual([])
  expect(await statsOf(backend)).toMatchObject({ ready: 0, inFlight: 0 })
}, 60_000)

it('goes on taking where it is switched off', async () => {
  const { state, url } = await target()
  const { one } = await consuming({ kind: 'http', url, circuitBreaker: false })
  await vi.waitFor(() => expect(state.requests).toBeGreaterThan(280), { timeout: 25_000, interval: 50 })
  expect(one()).toMatchObject({ state: 'running', circuit: null })
}, 40_000)
