import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it, vi } from 'vitest'
import { addBackend, addTypes } from '../queues/test-registry.ts'
import { createTestDatabase, type TestDatabase } from '../store/test-database.ts'
import { type Envelope, toStructured } from '../task/index.ts'
import { type ArchiveLetters, createArchive } from './archive-letters.ts'
import { originalOf } from './original.ts'
import { letterOf } from './test-letters.ts'

const from = { type: 'invoice.render', backend: 'main' }
const log = { warn: vi.fn() }
const NOW = new Date('2026-03-01T13:00:00Z')
let database: TestDatabase
let archive: ArchiveLetters
let stored: number[]

beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'))
  await addBackend(database, 'main')
  await addTypes(database, [
    { name: 'invoice.render' },
    { name: 'card.charge', redactPaths: ['/card', '/people/*/mail'] },
  ])
})
afterAll(() => database.drop())
beforeEach(async () => {
  await database.pool.query('truncate failure, failure_text, failure_count, failure_minute cascade')
  log.warn.mockClear()
  stored = []
  archive = createArchive({
    database,
    log,
    now: () => NOW,
    newId: randomUUID,
    onStored: (count) => stored.push(count),
  })
})

const rows = () => database.prisma.failure.findMany({ include: { text: true }, orderBy: { deadId: 'asc' } })
const only = async () => {
  const [row] = await rows()
  if (row === undefined) throw new Error('expected a failure')
  return row
}
const withAttributes = (letter: Envelope, attributes: Record<string, string>) => ({
  ...letter,
  attributes: { ...letter.attributes, ...attributes },
})

describe('the archive', () => {
  it('keeps a dead letter with all that it tells', async () => {
    const response = { status: 503, body: 'Down for MAINTENANCE' }
    await archive([letterOf({ id: 't1', deadId: 'd1', response, payload: { Order: 'A-1' } })], from)
    const row = await only()
    expect(row).toMatchObject({
      ...{
        deadId: 'd1',
        taskId: 't1',
        typeName: 'invoice.render',
        backendName: 'main',
        projectName: 'billing',
      },
      ...{
        instanceId: 'i1',
        revision: 3,
        reason: 'exhausted',
        errorName: 'TaskError',
        attempt: 3,
        status: 'dead',
      },
      ...{
        errorMessage: 'The target answered 503: Down for MAINTENANCE',
        contentType: 'application/json',
        diedInReplay: null,
      },
      failedAt: new Date('2026-03-01T12:00:00Z'),
      info: { response, attempts: [{ error: 'TaskError: The target answered 503.' }] },
    })
    expect(Buffer.from(row.body).toString()).toBe('{"Order":"A-1"}')
    expect(Object.keys(row.attributes as object)).not.toContain('deadid')
    for (const part of ['t1', 'the target answered 503.', 'down for maintenance', '{"order":"a-1"}'])
      expect(row.text?.text).toContain(part)
    expect(stored).toEqual([1])
  })

  it('stores a letter once, however often it comes and within one batch too', async () => {
    const letters = [letterOf({ deadId: 'd1' }), letterOf({ deadId: 'd2' }), letterOf({ deadId: 'd1' })]
    await archive(letters, from)
    await archive(letters, from)
    expect(await rows()).toHaveLength(2)
    expect(stored).toEqual([2])
    expect((await database.prisma.failureCount.findMany()).map(({ count }) => count)).toEqual([2n])
  })

  it('stores a task that dies again a second time', async () => {
    await archive([letterOf({ id: 't1', deadId: 'd1' }), letterOf({ id: 't1', deadId: 'd2' })], from)
    expect(await rows()).toHaveLength(2)
  })

  it('gives a letter without an id of its own one that stays the same', async () => {
    const foreign = (id: string, text: string) => ({ attributes: { id, type: 'x' }, body: Buffer.from(text) })
    await archive([foreign('a', '1'), foreign('b', '1'), foreign('a', '2')], from)
    await archive([foreign('a', '1')], from)
    expect(await rows()).toHaveLength(3)
    expect(await only()).toMatchObject({ reason: 'crashed', errorName: 'Unknown', info: null, failedAt: NOW })
  })

  it('keeps two letters that are alike and bear no id at all: twice is better than never', async () => {
    const anonymous = () => ({ attributes: {}, body: Buffer.from('hello') })
    await archive([anonymous(), anonymous()], from)
    expect(await rows()).toHaveLength(2)
  })

  it('keeps what is no task byte for byte', async () => {
    const body = Buffer.from([0, 255, 254, 10, 0, 92])
    await archive([letterOf({ body, reason: 'malformed' })], from)
    const row = await only()
    expect(Buffer.from(row.body)).toEqual(body)
    expect(row.reason).toBe('malformed')
  })

  it('stores NUL characters, lone surrogates and figures out of range in the bytes, and something near them elsewhere', async () => {
    const letter = letterOf({
      deadId: 'd1',
      payload: { 'a\0b': 'c\0d\uD800' },
      error: { name: 'E\0', message: 'nul \0 and \uD800 here', stack: '\0' },
      response: { status: 1e300, body: '\0' },
      attributes: { attempt: '99999999999', x: 'nul \0', replayid: 'no uuid' },
    })
    await archive([letter], from)
    const row = await only()
    expect(row).toMatchObject({
      errorName: 'E\uFFFD',
      errorMessage: 'nul \uFFFD and \uFFFD here',
      diedInReplay: null,
    })
    expect(Buffer.from(row.body)).toEqual(Buffer.from(letter.body))
    expect(log.warn).not.toHaveBeenCalled()
  })

  it('does not let a clock that runs ahead, or no date at all, decide where a failure stands', async () => {
    for (const failedAt of ['2199-01-01T00:00:00Z', 'yesterday', '+275760-09-13T00:00:00Z', ''])
      await archive([letterOf({ failedAt })], from)
    expect((await rows()).map((row) => row.failedAt)).toEqual([NOW, NOW, NOW, NOW])
  })

  it('stores the other 99 when the database refuses one, and of that one the bytes', async () => {
    await database.pool.query(
      `alter table failure add constraint poison check (attributes->>'poison' is null)`,
    )
    try {
      const letters = Array.from({ length: 100 }, (_, n) =>
        letterOf({ deadId: `d${String(n).padStart(2, '0')}` }),
      )
      letters[37] = withAttributes(letterOf({ deadId: 'd37', body: Buffer.from('kept') }), { poison: 'yes' })
      await archive(letters, from)
      const all = await rows()
      expect(all).toHaveLength(100)
      expect(all.filter((row) => row.errorName === 'StoredInPart').map((row) => row.deadId)).toEqual(['d37'])
      expect(Buffer.from(all[37]?.body ?? []).toString()).toBe('kept')
      expect(stored.reduce((sum, count) => sum + count, 0)).toBe(100)
      expect(log.warn).toHaveBeenCalledTimes(1)
    } finally {
      await database.pool.query('alter table failure drop constraint poison')
    }
  })

  it('rejects when nothing can be stored now, without a word of what was to be stored', async () => {
    await database.pool.query('alter table failure_text rename to away')
    try {
      const failing = archive([letterOf({ payload: { secret: 'hunter2' } })], from)
      await expect(failing).rejects.toThrow('SQLSTATE 42P01')
      await expect(failing).rejects.not.toThrow('hunter2')
    } finally {
      await database.pool.query('alter table away rename to failure_text')
    }
    expect(await rows()).toHaveLength(0)
  })

  it('opens a structured event for what it says, and keeps it as it came', async () => {
    const event = {
      attributes: { specversion: '1.0', id: 's1', type: 'x', source: '/a', attempt: '2' },
      body: Buffer.from('{"a":1}'),
    }
    const body = Buffer.from(JSON.stringify(toStructured(event)))
    await archive([{ attributes: { datacontenttype: 'application/cloudevents+json' }, body }], from)
    const row = await only()
    expect(row).toMatchObject({ taskId: 's1', attempt: 2 })
    expect(Buffer.from(row.body)).toEqual(body)
    const original = originalOf(row)
    expect(original.attributes).toMatchObject({ id: 's1', datacontenttype: 'application/json' })
    expect(JSON.parse(Buffer.from(original.body).toString())).toEqual({ a: 1 })
  })

  it('remembers the replay in which a task died again', async () => {
    const replayid = randomUUID()
    await archive([letterOf({ attributes: { replayid } })], from)
    expect(await only()).toMatchObject({ diedInReplay: replayid })
  })

  it('splits what is too large for one statement', async () => {
    const body = Buffer.alloc(3_000_000, 'x')
    await archive(
      Array.from({ length: 5 }, () => letterOf({ body })),
      from,
    )
    expect(await rows()).toHaveLength(5)
    expect(stored.length).toBeGreaterThan(1)
  })
})

describe('what a type hides', () => {
  const charge = { type: 'card.charge', backend: 'main' }
  const payload = { card: '4111-1111', people: [{ mail: 'ada@example.com', name: 'Ada' }], note: 'visible' }
  const quoting = letterOf({
    payload,
    error: { message: 'card 4111-1111 of ADA@example.com is refused', stack: 'at 4111-1111' },
    response: { status: 422, body: '{"mail":"ada@example.com"}' },
  })

  it('is neither searched nor kept in any text, not even where an error quotes it', async () => {
    await archive([quoting], charge)
    const { body, ...shown } = await only()
    const everything = JSON.stringify(shown).toLowerCase()
    expect(everything).not.toContain('4111-1111')
    expect(everything).not.toContain('ada@example.com')
    expect(shown.text?.text).toContain('visible')
    expect(shown.errorMessage).toBe('card [redacted] of [redacted] is refused')
    expect(Buffer.from(body).toString()).toContain('4111-1111')
    const counts = JSON.stringify(await database.pool.query('select * from failure_count'))
    expect(counts).not.toContain('4111-1111')
  })

  it('hides all of a payload that is no JSON, and every text that may quote it', async () => {
    await archive(
      [letterOf({ body: Buffer.from('card=4111-1111'), error: { message: 'at "4111-1111"' } })],
      charge,
    )
    const { body: _bytes, ...shown } = await only()
    expect(JSON.stringify(shown)).not.toContain('4111-1111')
  })

  it('stays hidden when the type is deleted while its last letters come in', async () => {
    await archive([quoting], charge)
    await database.prisma.taskType.delete({ where: { name: 'card.charge' } })
    await archive([letterOf({ payload })], charge)
    expect(JSON.stringify((await rows()).map((row) => row.text))).not.toContain('4111-1111')
    expect((await rows()).map((row) => row.redactPaths)).toEqual([
      ['/card', '/people/*/mail'],
      ['/card', '/people/*/mail'],
    ])
  })
})
