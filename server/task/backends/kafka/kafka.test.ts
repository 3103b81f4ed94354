import { Admin } from '@platformatic/kafka'
import { afterAll, beforeAll, describe, test } from 'vitest'
import {
  provideKafka,
  type TestKafka,
  whyNoKafka,
  whyNoKafkaNode,
} from '../../../../scripts/test-servers/kafka.ts'
import { startKafkaNode } from '../../../../scripts/test-servers/kafka-node.ts'
import { serverPort } from '../../../../scripts/test-servers/server-port.ts'
import { describeBackend } from '../conformance/index.ts'
import type { FaultyBroker } from '../conformance/subject.ts'
import { startTcpProxy } from '../conformance/tcp-proxy.ts'
import { KAFKA_CAPABILITIES } from './capabilities.ts'
import { createKafkaBackend } from './kafka-backend.ts'

const SESSION_MS = 3_000

/** Clients go through a proxy, so that their connections can be cut; children, too. */
async function faultyNode(): Promise<FaultyBroker> {
  const port = await serverPort()
  const proxy = await startTcpProxy(port)
  const node = await startKafkaNode({ port, advertisedPort: proxy.port })
  return {
    config: { kind: 'kafka', url: node.brokers, partitions: 4 },
    options: { namespace: 'task', kafka: { sessionTimeoutMs: SESSION_MS, heartbeatMs: 500 } },
    takeoverMs: SESSION_MS * 2,
    cutConnections: async () => proxy.cut(),
    // It goes on serving while it shuts down: its clients lose touch first, so that work is in flight when it ends.
    async stop() {
      proxy.silence()
      await node.stop()
      proxy.cut()
    },
    crash: () => node.crash(),
    start: () => node.start(),
    async remove() {
      await proxy.close()
      await node.remove()
    },
  }
}

const reason = whyNoKafka()
if (reason !== null) test.skip(`kafka (${reason})`)
else
  describe('kafka', () => {
    let kafka: TestKafka
    beforeAll(async () => {
      kafka = await provideKafka()
    }, 120_000)
    afterAll(() => kafka?.remove())

    describeBackend('kafka', {
      create: async () =>
        createKafkaBackend({ url: kafka.brokers, namespace: 'task', partitions: 4, now: () => new Date() }),
      capabilities: KAFKA_CAPABILITIES,
      async makeExistingQueue(name) {
        const admin = new Admin({ clientId: 'operator', bootstrapBrokers: [kafka.brokers] })
        await admin.createTopics({ topics: [name], partitions: 3, replicas: 1 })
        await admin.close()
      },
      ...(whyNoKafkaNode() === null ? { faults: faultyNode } : {}),
    })
  })
