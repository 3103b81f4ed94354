/**
 * Redis by hand, with the client that we use: a stream and a group, XADD pipelined, XACK and XDEL for all of a read at
 * once. It checks nothing, gives up what a dead consumer held and survives no broken connection. Its entries are bare, or the
 * CloudEvents that ours sends (`shape.ts`).
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { createClient } from 'redis'
import type { Contender, Site } from '../contender.ts'
import { bytesOf, eventAttributes, type Shape } from './shape.ts'

const GROUP = 'bench'
const BLOCK_MS = 1_000
/** Settlements on their way while more is read. */
const WINDOW = 2

async function connect({ url }: Site) {
  // Without a timer per command it is faster.
  const client = createClient({
    url,
    RESP: 2,
    maintNotifications: 'disabled',
    commandOptions: { timeout: undefined },
  })
  client.on('error', (error) => {
    throw error
  })
  return client.connect()
}
type Client = Awaited<ReturnType<typeof connect>>
type Entry = readonly [id: string, fields: readonly string[]]

type Body = string | Buffer

const send = (client: Client, key: string, fields: readonly Body[]): Promise<unknown> =>
  client.sendCommand(['XADD', key, '*', ...fields])

/** The payload last, the attempt before it. */
type FieldsOf = (attempt: number, body: Body) => Body[]
const bareFields: FieldsOf = (attempt, body) => ['attempt', String(attempt), 'data', body]
const eventFields: FieldsOf = (attempt, body) => [
  ...Object.entries(eventAttributes(attempt)).flat(),
  'data',
  body,
]

async function read(client: Client, key: string, count: number): Promise<readonly Entry[]> {
  const from = ['COUNT', String(count), 'BLOCK', String(BLOCK_MS), 'STREAMS', key, '>']
  const reply = await client.sendCommand<[[string, Entry[]]] | null>([
    ...['XREADGROUP', 'GROUP', GROUP, 'bench'],
    ...from,
  ])
  return reply?.[0][1] ?? []
}

export function rawRedis(shape: Shape): Contender {
  const fieldsOf = shape === 'bare' ? bareFields : eventFields
  return {
    async prepare(site) {
      const client = await connect(site)
      await client.xGroupCreate(site.name, GROUP, '0', { MKSTREAM: true })
      client.destroy()
    },

    async publisher(site) {
      const client = await connect(site)
      return {
        publish: async (payload) =>
          void (await send(client, site.name, fieldsOf(1, bytesOf(shape, payload)))),
        publishBatch: null,
        close: async () => client.destroy(),
      }
    },

    async consumer(site, { workers, run }) {
      const [reading, settling] = [await connect(site), await connect(site)]
      const all = Promise.withResolvers<void>()
      let [wanted, done, closed] = [Number.POSITIVE_INFINITY, 0, false]
      const work = async ([, fields]: Entry) => {
        const [attempt = 1, text = ''] = [Number(fields.at(-3)), fields.at(-1)]
        const decoded = shape === 'bare' ? null : JSON.parse(text)
        try {
          run({ attempt, payload: () => decoded ?? JSON.parse(text) })
          return 1
        } catch {
          await send(settling, site.name, fieldsOf(attempt + 1, text))
          return 0
        }
      }
      const settle = async (entries: readonly Entry[], ended: readonly Promise<number>[]) => {
        const good = (await Promise.all(ended)).reduce((sum, one) => sum + one, 0)
        const ids = entries.map(([id]) => id)
        const removing = settling.sendCommand(['XDEL', site.name, ...ids])
        await settling.sendCommand(['XACK', site.name, GROUP, ...ids])
        await removing
        done += good
        if (done >= wanted) all.resolve()
      }
      const loop = async () => {
        const underWay: Promise<void>[] = []
        while (!closed) {
          const entries = await read(reading, site.name, workers)
          if (entries.length === 0) continue
          underWay.push(settle(entries, entries.map(work)))
          if (underWay.length > WINDOW) await underWay.shift()
        }
      }
      loop().catch((error) => (closed ? undefined : all.reject(error)))
      return {
        async settled(count) {
          wanted = count
          if (done < wanted) await all.promise
        },
        async close() {
          closed = true
          await sleep(0)
          reading.destroy()
          settling.destroy()
        },
      }
    },
  }
}
