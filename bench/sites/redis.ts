/** Each measurement has keys of its own on the server. */
import { randomBytes } from 'node:crypto'
import { createClient } from 'redis'
import type { Site } from '../core/contender.ts'
import type { Sites } from './sites.ts'

export async function openRedis(url: string): Promise<Sites> {
  const client = await createClient({ url }).connect()
  const version = /^redis_version:(\S+)/m.exec(await client.info('server'))?.[1] ?? 'unknown'
  return {
    version: `Redis ${version}`,
    make: async (): Promise<Site> => ({ url, name: `bench${randomBytes(4).toString('hex')}` }),
    /** Ours and raw ones begin with the name, BullMQ's with its own prefix. */
    async remove({ name }) {
      for await (const keys of client.scanIterator({ MATCH: `*${name}*`, COUNT: 1_000 }))
        if (keys.length > 0) await client.unlink(keys)
    },
    close: async () => client.destroy(),
  }
}
