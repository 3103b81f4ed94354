import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest'
import type { Backend } from '../backend.ts'
import { Collector } from '../conformance/collector.ts'
import { envelopeOf, idOf, outgoing } from '../conformance/messages.ts'
import { createPostgresBackend } from './postgres-backend.ts'
import { createScratchDatabase, type ScratchDatabase } from './scratch-database.ts'

let database: ScratchDatabase
beforeAll(async () => {
  database = await createScratchDatabase(inject('postgresUrl'))
})
afterAll(() => database.drop())

const open: Backend[] = []
async function backendOf(): Promise<Backend> {
  const backend = createPostgresBackend({ url: database.url, namespace: 'task' })
  open.push(backend)
  await backend.connect()
  return backend
}
afterEach(async () => {
  await Promise.all(open.splice(0).map((backend) => backend.close()))
})

const unique = (type: string, id: string, uniqueKey: string, more: Record<string, string> = {}) => {
  const { attributes, body } = envelopeOf(id)
  return { queue: { type }, uniqueKey, envelope: { attributes: { ...attributes, ...more }, body } }
}
const readyIn = async (backend: Backend, type: string) => (await backend.stats([{ type }]))[0]?.ready.value

describe('unique keys in Postgres', () => {
  test('are stored once, however many processes store them at once and in whichever order', async () => {
    const backends = await Promise.all([backendOf(), backendOf(), backendOf()])
    const type = 'unique.race'
    const keys = Array.from({ length: 40 }, (_, index) => `key${index}`)
    const answers = await Promise.all(
      backends.flatMap((backend, process) =>
        Array.from({ length: 4 }, async (_, round) => {
          const batch = keys.map((key) => unique(type, `${process}.${round}.${key}`, key))
          return backend.publish(round % 2 === 0 ? batch : batch.reverse())
        }),
      ),
    )
    const duplicates = answers.flat()
    expect(duplicates.length).toBe(keys.length * 11)
    for (const { id, of } of duplicates) expect(of.split('.')[2]).toBe(id.split('.')[2])
    expect(await readyIn(backends[0] as Backend, type)).toBe(keys.length)
  }, 60_000)

  test('may be longer than an index entry, and may stand beside tasks without one', async () => {
    const backend = await backendOf()
    const type = 'unique.long'
    const [long, other] = [`${'k'.repeat(9_000)}1`, `${'k'.repeat(9_000)}2`]
    const batch = [...outgoing({ type }, 2), unique(type, 'a', long), unique(type, 'b', other)]
    expect(await backend.publish(batch)).toEqual([])
    expect(await backend.publish([unique(type, 'c', long), ...outgoing({ type }, 1)])).toEqual([
      { id: 'c', of: 'a' },
    ])
    expect(await readyIn(backend, type)).toBe(5)
  })
})

describe('order keys in Postgres', () => {
  test('are kept through batches larger than one insert', async () => {
    const backend = await backendOf()
    const type = 'order.batches'
    const batch = Array.from({ length: 1_500 }, (_, index) => {
      const { attributes, body } = envelopeOf(`t${index}`)
      return { queue: { type }, envelope: { attributes: { ...attributes, partitionkey: 'one' }, body } }
    })
    await backend.publish(batch)
    const { rows } = await database.query(
      `select attributes->>'id' as "taskId" from signalbox_queue.task
       where queue = 'task.order.batches' order by placed_at, id`,
    )
    expect(rows.map(({ taskId }) => taskId)).toEqual(batch.map(({ envelope }) => idOf(envelope)))
  })

  test('are no concern of a consumer that does not ask for them, even of tasks that one had which did', async () => {
    const backend = await backendOf()
    const type = 'order.none'
    const key = { partitionkey: 'one' }
    await backend.publish([unique(type, 'a', 'a', key), unique(type, 'b', 'b', key)])
    const ordered = await Collector.start(backend, { type }, { orderByKey: true })
    for (const id of ['a', 'b']) {
      const delivery = await ordered.next()
      expect(idOf(delivery.envelope)).toBe(id)
      if (id === 'a') await delivery.ack()
      else {
        await ordered.subscription.stop()
        await delivery.release()
      }
    }
    await backend.publish([unique(type, 'c', 'c', key), unique(type, 'd', 'd', key)])
    const plain = await Collector.start(backend, { type })
    await plain.take(3)
    expect(plain.ids.sort()).toEqual(['b', 'c', 'd'])
  })
})

describe('cancelling in Postgres', () => {
  test('removes what waits, and lets the next of its order key run', async () => {
    const backend = await backendOf()
    const queue = { type: 'cancel.key' }
    const key = { partitionkey: 'one' }
    await backend.publish([unique(queue.type, 'a', 'u', key), unique(queue.type, 'b', 'v', key)])
    const collector = await Collector.start(backend, queue, { orderByKey: true })
    const first = await collector.next()
    expect(await backend.cancel?.(queue, 'a')).toBe(false)
    await first.retry(first.envelope, new Date(Date.now() + 3_600_000))
    expect(await backend.cancel?.(queue, 'a')).toBe(true)
    expect(await backend.cancel?.(queue, 'a')).toBe(false)
    expect(idOf((await collector.next()).envelope)).toBe('b')
    expect(await backend.publish([unique(queue.type, 'again', 'u')])).toEqual([])
  })
})
