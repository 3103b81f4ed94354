import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { addBackend, addTypes } from '../queues/test-registry.ts'
import { createTestDatabase, type TestDatabase } from '../store/test-database.ts'
import { createArchive } from './archive-letters.ts'
import { createHiding, startHidingStored } from './hide-stored.ts'
import { letterOf } from './test-letters.ts'

const PLANTED = 'PLANTED-4111'
const TYPE = 'card.charge'
let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'))
  await addBackend(database, 'main')
})
afterAll(() => database.drop())
beforeEach(async () => {
  await database.pool.query('truncate failure, failure_text, failure_count, failure_minute cascade')
  await database.prisma.taskType.deleteMany()
  await addTypes(database, [{ name: TYPE }, { name: 'other' }])
})

const die = (count: number, type = TYPE) =>
  createArchive({ database, log: { warn: () => undefined }, now: () => new Date(), newId: randomUUID })(
    Array.from({ length: count }, (_, n) =>
      letterOf({
        id: `t${n}`,
        payload: { card: PLANTED, note: 'visible' },
        error: { message: `card ${PLANTED} refused`, stack: `at ${PLANTED}` },
        response: { status: 422, body: PLANTED },
      }),
    ),
    { type, backend: 'main' },
  )
const hideFrom = (redactPaths: string[]) =>
  database.prisma.taskType.update({ where: { name: TYPE }, data: { redactPaths } })
/** Everything that is stored of the type, but for the bytes. */
async function everything(type = TYPE): Promise<string> {
  const failures = await database.prisma.failure.findMany({
    where: { typeName: type },
    omit: { body: true },
    include: { text: true },
  })
  const counts = await database.pool.query('select * from failure_count where type = $1', [type])
  return JSON.stringify([failures, counts.rows]).toLowerCase()
}
const planted = PLANTED.toLowerCase()

describe('what a type begins to hide', () => {
  it('is hidden in all that was stored before, also in the words of the group; other types stay as they are', async () => {
    await die(450)
    await die(1, 'other')
    expect(await everything()).toContain(planted)
    await hideFrom(['/card'])
    await createHiding({ database })()
    expect(await everything()).not.toContain(planted)
    expect(await everything()).toContain('visible')
    expect(await everything('other')).toContain(planted)
    expect(await database.prisma.failure.count({ where: { redactPaths: { equals: ['/card'] } } })).toBe(450)
  })

  it('is hidden without a restart, and what was hidden once stays so', async () => {
    await die(1)
    const loop = startHidingStored({ database, log: { warn: () => undefined }, everyMs: 10 })
    try {
      await hideFrom(['/card'])
      await expect.poll(() => everything()).not.toContain(planted)
      await hideFrom(['/note'])
      await expect.poll(() => everything()).not.toContain('visible')
      expect(await everything()).not.toContain(planted)
    } finally {
      await loop.stop()
    }
  })

  it('is looked for only when it changed, and goes on where it was stopped', async () => {
    await die(3)
    await hideFrom(['/card'])
    const hide = createHiding({ database })
    await hide(AbortSignal.abort())
    expect(await everything()).toContain(planted)
    await hide()
    expect(await everything()).not.toContain(planted)
  })
})
