import { afterEach, beforeEach, describe, expect, inject, test, vi } from 'vitest'
import { createTestRooms, heartbeatOf, seed, type TestRooms } from '../assignments/test-rooms.ts'
import type { Heartbeat } from '../task/index.ts'
import type { Events, Resource } from './events.ts'
import { announceHeartbeats, followConfigChanges } from './sources.ts'

let rooms: TestRooms
let told: Resource[][]
let events: Events

beforeEach(async () => {
  rooms = await createTestRooms(inject('postgresUrl'))
  await seed(rooms, { projects: ['mailer'], types: ['email.send'] })
  told = []
  events = {
    changed: (...resources) => void told.push(resources),
    subscribe: () => () => undefined,
    closed: new AbortController().signal,
    start: async () => undefined,
    close: async () => undefined,
  }
})
afterEach(() => rooms.close())

describe('a heartbeat', () => {
  const report: Heartbeat['consumers'][number] = {
    type: 'email.send',
    state: 'running',
    workers: 2,
    running: [],
    runningCount: 0,
    succeeded: 0,
    retried: 0,
    dead: 0,
    latencyMs: null,
    error: null,
    restarts: 0,
  }
  const beat = (more: Partial<Heartbeat>) =>
    announced.write({ id: 'i1', heartbeat: heartbeatOf('mailer', more), now: rooms.clock() })
  let announced: ReturnType<typeof announceHeartbeats>
  beforeEach(() => {
    announced = announceHeartbeats(rooms.heartbeats, events)
  })

  test('is announced when it is the first, not when only counts differ', async () => {
    await beat({ consumers: [report] })
    await beat({ consumers: [{ ...report, succeeded: 9 }], memoryBytes: 2 })
    expect(told).toEqual([['instances', 'rollouts']])
  })

  test('is announced when a state changes or a revision is applied', async () => {
    await beat({ consumers: [report] })
    await beat({ consumers: [{ ...report, state: 'crashed', error: 'no' }] })
    await beat({ consumers: [{ ...report, state: 'crashed', error: 'no' }], appliedRevision: 1 })
    expect(told.slice(1)).toEqual([['instances'], ['instances', 'rollouts']])
  })

  test('that is refused is not', async () => {
    await announced.write({ id: 'i1', heartbeat: heartbeatOf('nobody'), now: rooms.clock() })
    expect(told).toEqual([])
  })
})

describe('a change of the configuration', () => {
  test('is announced once, although its process hears it twice', async () => {
    const stop = followConfigChanges(rooms.changes, events)
    await rooms.changes.start()
    const repeats = vi.fn()
    rooms.changes.subscribe(repeats)
    await rooms.changes.notify({ projects: ['mailer'] })
    await vi.waitFor(() => expect(repeats).toHaveBeenCalledTimes(2))
    expect(told).toHaveLength(1)
    expect(told[0]).toEqual(expect.arrayContaining(['assignments', 'projects', 'rollouts', 'audit']))
    stop()
    await rooms.changes.notify()
    expect(told).toHaveLength(1)
  })
})
