import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, inject, test, vi } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../store/test-database.ts'
import { createEvents, type Events, type Resource } from './events.ts'
import { RESOURCES } from './resources.ts'

let database: TestDatabase
const opened: Events[] = []

beforeEach(async () => {
  database = await createTestDatabase(inject('postgresUrl'))
})
afterEach(async () => {
  for (const events of opened.splice(0)) await events.close()
  await database.drop()
})

async function open(everyMs = 50) {
  const events = createEvents({ database, newId: randomUUID, onError: () => undefined, everyMs })
  opened.push(events)
  const heard: Resource[][] = []
  events.subscribe((resources) => heard.push([...resources]))
  await events.start()
  return { events, heard }
}

describe('an announcement', () => {
  test('names what changed within the same turn once, and the first one waits for nothing', async () => {
    const { events, heard } = await open(60_000)
    events.changed('failures', 'queues')
    events.changed('failures')
    await vi.waitFor(() => expect(heard).toEqual([['failures', 'queues']]))
  })

  test('is made at most once per interval, with everything since the one before', async () => {
    const { events, heard } = await open(200)
    events.changed('queues')
    await vi.waitFor(() => expect(heard).toHaveLength(1))
    for (let i = 0; i < 1_000; i += 1) events.changed('failures', 'instances')
    await vi.waitFor(() => expect(heard).toEqual([['queues'], ['failures', 'instances']]))
  })

  test('does not reach who has left, or anybody after the end', async () => {
    const { events, heard } = await open(1)
    const left: Resource[][] = []
    events.subscribe((resources) => left.push([...resources]))()
    events.changed('audit')
    await vi.waitFor(() => expect(heard).toEqual([['audit']]))
    expect(left).toEqual([])
    await events.close()
    expect(events.closed.aborted).toBe(true)
    events.changed('queues')
    const { events: later, heard: hearsLater } = await open(1)
    later.changed('projects')
    await vi.waitFor(() => expect(hearsLater).toEqual([['projects']]))
    expect(heard).toEqual([['audit']])
  })
})

describe('replicas', () => {
  test('hear each other, and their own announcements only once', async () => {
    const [a, b] = [await open(), await open()]
    a.events.changed('replays')
    await vi.waitFor(() => expect(b.heard).toEqual([['replays']]))
    b.events.changed('backends')
    await vi.waitFor(() => expect(a.heard).toEqual([['replays'], ['backends']]))
    await vi.waitFor(() => expect(b.heard).toEqual([['replays'], ['backends']]))
  })

  test('hold everything for changed once they can hear each other again', async () => {
    const { heard } = await open()
    await database.pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where application_name = 'signalbox listen' and datname = current_database()`,
    )
    await vi.waitFor(() => expect(heard).toEqual([[...RESOURCES]]), { timeout: 10_000 })
  })

  test('ignore words that they do not know', async () => {
    const { heard } = await open()
    await database.pool.query(`select pg_notify('signalbox_events', 'elsewhere queues something-newer')`)
    await vi.waitFor(() => expect(heard).toEqual([['queues']]))
  })
})
