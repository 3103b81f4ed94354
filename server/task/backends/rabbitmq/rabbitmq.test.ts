import { connect } from 'amqplib'
import { afterAll, beforeAll, describe, test } from 'vitest'
import {
  provideRabbit,
  type TestRabbit,
  whyNoRabbit,
  whyNoRabbitNode,
} from '../../../../scripts/test-servers/rabbitmq.ts'
import { startRabbitNode } from '../../../../scripts/test-servers/rabbitmq-node.ts'
import { describeBackend } from '../conformance/index.ts'
import type { FaultyBroker } from '../conformance/subject.ts'
import { startTcpProxy } from '../conformance/tcp-proxy.ts'
import { RABBITMQ_MANAGED_CAPABILITIES } from './capabilities.ts'
import { createRabbitBackend } from './rabbitmq-backend.ts'

const HEARTBEAT_SECONDS = 2

/** Clients go through a proxy, so that their connections can be cut; children, too. */
async function faultyNode(): Promise<FaultyBroker> {
  const node = await startRabbitNode()
  const proxy = await startTcpProxy(node.port)
  const url = new URL(node.url)
  url.port = String(proxy.port)
  return {
    config: { kind: 'rabbitmq', url: url.href, managementUrl: node.managementUrl },
    options: { namespace: 'task', rabbitmq: { heartbeatSeconds: HEARTBEAT_SECONDS } },
    takeoverMs: HEARTBEAT_SECONDS * 3_000,
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

const reason = whyNoRabbit()
if (reason !== null) test.skip(`rabbitmq (${reason})`)
else
  describe('rabbitmq', () => {
    let rabbit: TestRabbit
    beforeAll(async () => {
      rabbit = await provideRabbit()
    }, 120_000)
    afterAll(() => rabbit?.remove())

    describeBackend('rabbitmq', {
      create: async () =>
        createRabbitBackend({
          url: rabbit.url,
          managementUrl: rabbit.managementUrl ?? undefined,
          namespace: 'task',
          now: () => new Date(),
        }),
      capabilities: RABBITMQ_MANAGED_CAPABILITIES,
      async makeExistingQueue(name) {
        const connection = await connect(rabbit.url)
        const channel = await connection.createChannel()
        await channel.assertQueue(name, { durable: true })
        await connection.close()
      },
      ...(whyNoRabbitNode() === null ? { faults: faultyNode } : {}),
    })
  })
