/** Each measurement has topics of its own. */
import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { Admin } from '@platformatic/kafka'
import type { Site } from '../core/contender.ts'
import type { Sites } from './sites.ts'

/** `url`: "host:port", separated by commas. The user must be allowed to make and delete topics. */
export async function openKafka(url: string): Promise<Sites> {
  const admin = new Admin({ clientId: 'bench', bootstrapBrokers: url.split(',') })
  const { brokers } = await admin.metadata({ topics: [] })
  return {
    version: `Kafka, ${brokers.size} broker${brokers.size === 1 ? '' : 's'}`,
    make: async (): Promise<Site> => ({ url, name: `bench${randomBytes(4).toString('hex')}` }),
    async remove({ name }) {
      const topics = (await admin.listTopics()).filter(
        (topic) => topic === name || topic.startsWith(`${name}.`),
      )
      if (topics.length > 0) await admin.deleteTopics({ topics })
      // Files go in the background; the next measurement should not share the disk with that.
      await sleep(200)
    },
    close: () => admin.close(),
  }
}
