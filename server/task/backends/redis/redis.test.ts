import { randomBytes } from 'node:crypto'
import { createClient } from 'redis'
import { afterAll, beforeAll, describe, test } from 'vitest'
import {
  provideRedis,
  type TestRedis,
  whyNoRedis,
  whyNoRedisNode,
} from '../../../../scripts/test-servers/redis.ts'
import { startRedisNode } from '../../../../scripts/test-servers/redis-node.ts'
import { describeBackend } from '../conformance/index.ts'
import type { FaultyBroker } from '../conformance/subject.ts'
import { startTcpProxy } from '../conformance/tcp-proxy.ts'
import { REDIS_CAPABILITIES } from './capabilities.ts'
import { createRedisBackend } from './redis-backend.ts'

const LEASE_MS = 3_000

/** Clients go through a proxy, so that their connections can be cut; children, too. */
async function faultyNode(): Promise<FaultyBroker> {
  const node = await startRedisNode()
  const proxy = await startTcpProxy(node.port)
  return {
    config: { kind: 'redis', url: `redis://127.0.0.1:${proxy.port}` },
    options: { namespace: 'task', redis: { leaseMs: LEASE_MS } },
    takeoverMs: LEASE_MS * 2,
    cutConnections: async () => proxy.cut(),
    stop: () => node.stop(),
    crash: () => node.crash(),
    start: () => node.start(),
    async remove() {
      await proxy.close()
      await node.remove()
    },
  }
}

const reason = whyNoRedis()
if (reason !== null) test.skip(`redis (${reason})`)
else
  describe('redis', () => {
    // The server may be somebody's: what is made there stays apart.
    const namespace = `test${randomBytes(5).toString('hex')}`
    let redis: TestRedis
    beforeAll(async () => {
      redis = await provideRedis()
    }, 120_000)
    afterAll(() => redis?.remove())

    describeBackend('redis', {
      create: async () => createRedisBackend({ url: redis.url, namespace, now: () => new Date() }),
      capabilities: REDIS_CAPABILITIES,
      async makeExistingQueue(name) {
        const client = await createClient({ url: redis.url }).connect()
        await client.xGroupCreate(name, 'signalbox', '0', { MKSTREAM: true })
        client.destroy()
      },
      ...(whyNoRedisNode() === null ? { faults: faultyNode } : {}),
    })
  })
