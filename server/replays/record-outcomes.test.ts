import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { ADMIN } from '../assignments/test-rooms.ts'
import { readRoutes } from '../store/replay-routes.ts'
import { lockReplay } from '../store/replays.ts'
import { inTransaction } from '../store/transaction.ts'
import { type Delivery, encodeOutcome, type Outcome } from '../task/index.ts'
import { cancelReplay } from './change-replay.ts'
import { changeTasks } from './change-tasks.ts'
import { giveBackNext } from './give-back.ts'
import { recordOutcomes } from './record-outcomes.ts'
import { markBatch, recordBatch } from './send-batch.ts'
import { createReplayRooms, type ReplayRooms, TYPE } from './test-replays.ts'

let rooms: ReplayRooms
const counted = { stored: 0, refused: 0 }
beforeEach(async () => {
  rooms = await createReplayRooms(inject('postgresUrl'))
  Object.assign(counted, { stored: 0, refused: 0 })
})
afterEach(() => rooms.close())

const now = () => new Date()
const deliveryOf = (envelope: Delivery['envelope']) => ({ envelope }) as Delivery

function outcome(more: Partial<Outcome> = {}): Outcome {
  const at = '2026-03-01T12:00:00.000Z'
  return {
    ...{ taskId: 't1', type: TYPE, result: 'succeeded', attempt: 1, project: 'billing', instance: 'i1' },
    ...{ startedAt: at, endedAt: at },
    ...more,
  }
}

const record = (...deliveries: (Outcome | Delivery)[]) =>
  recordOutcomes(
    {
      ...{ database: rooms.database, now, events: { changed: () => undefined } },
      log: { warn: (context, message) => rooms.logged.push({ context, message }) },
      meters: {
        outcomeStored: () => void counted.stored++,
        outcomeRefused: () => void counted.refused++,
      },
    },
    deliveries.map((one) => ('envelope' in one ? one : deliveryOf(encodeOutcome(one)))),
  )

/** A replay of one dead task, up to the instant at which its batch was given to the broker. */
async function replayInFlight() {
  await rooms.fail([{ deadId: 'd1', taskId: 't1' }])
  const { id } = await rooms.create({ selection: { ids: ['d1'] } })
  const { database } = rooms
  const routes = await readRoutes(database, [TYPE])
  const { tasks } = await markBatch({ database, now }, id, { after: '', limit: 100, routes, exceptTypes: [] })
  const sent = () => recordBatch({ database, now }, id, tasks, { accepted: new Set(['d1']), refusal: null })
  return { id, sent }
}

const taskOf = async (id: string) => (await rooms.tasks(id))[0]
const stored = () => rooms.database.prisma.outcome.findMany({ orderBy: { taskId: 'asc' } })

describe('an outcome', () => {
  it('may be faster than the record of its sending', async () => {
    const { id, sent } = await replayInFlight()
    await record(outcome({ replayId: id }))
    expect(await taskOf(id)).toMatchObject({ state: 'succeeded', sentCount: 1 })
    await sent()
    expect(await taskOf(id)).toMatchObject({ state: 'succeeded', sentCount: 1 })
    await rooms.reached(id, 'completed')
    expect(await rooms.statuses()).toEqual({ replayed: 1 })
  })

  it('may come twice, in one batch or in two', async () => {
    const { id, sent } = await replayInFlight()
    await sent()
    const one = outcome({ replayId: id })
    await record(one, one)
    await record(one)
    expect(await rooms.reached(id, 'completed')).toMatchObject({ succeeded: 1 })
    expect(await stored()).toHaveLength(1)
  })

  it.each([['succeeded', 'dead'] as const, ['dead', 'succeeded'] as const])(
    'that says success stands, when a second run comes to another (%s, then %s)',
    async (first, second) => {
      const { id, sent } = await replayInFlight()
      await sent()
      for (const result of [first, second])
        await record(outcome({ replayId: id, result, ...(result === 'dead' ? { error: 'boom' } : {}) }))
      expect(await rooms.reached(id, 'completed')).toMatchObject({ succeeded: 1, failedAgain: 0 })
      expect(await stored()).toMatchObject([{ result: 'succeeded', error: null }])
    },
  )

  it('tells how a task failed again', async () => {
    const { id, sent } = await replayInFlight()
    await sent()
    await record(outcome({ replayId: id, result: 'dead', deadReason: 'rejected', error: 'no\0such order' }))
    expect(await taskOf(id)).toMatchObject({ state: 'failed-again', detail: 'rejected: no\uFFFDsuch order' })
    expect(await rooms.statuses()).toEqual({ replayed: 1 })
  })

  it('counts for a task that was given up, whose failure then is not dead any more', async () => {
    const { id } = await replayInFlight()
    const { database } = rooms
    const deps = { database, now, events: { changed: () => undefined }, wakeReplays: () => undefined }
    await cancelReplay(deps, ADMIN, { id, requestId: 'test' })
    expect(await taskOf(id)).toMatchObject({ state: 'sending' })
    await giveBackNext({ database, now }, id)
    expect(await taskOf(id)).toMatchObject({
      state: 'cancelled',
      detail: expect.stringContaining('may have been sent'),
    })
    expect(await rooms.statuses()).toEqual({ dead: 1 })
    await record(outcome({ replayId: id }))
    expect(await rooms.reached(id, 'cancelled')).toMatchObject({ succeeded: 1, cancelled: 0 })
    expect(await rooms.statuses()).toEqual({ replayed: 1 })
  })

  it('corrects a task that was thought unknown', async () => {
    const { id, sent } = await replayInFlight()
    await sent()
    await inTransaction(rooms.database, async (tx) => {
      const replay = await lockReplay(tx, id)
      const [before] = await rooms.tasks(id)
      if (replay === null || before === undefined) throw new Error('expected a replay with a task')
      await changeTasks(
        tx,
        replay,
        [{ before, after: { ...before, state: 'unknown', endedAt: now() } }],
        now(),
      )
    })
    expect(await rooms.reached(id, 'completed')).toMatchObject({ unknown: 1 })
    await record(outcome({ replayId: id }))
    expect(await rooms.reached(id, 'completed')).toMatchObject({ unknown: 0, succeeded: 1 })
  })

  it('of a task that the replay has not sent yet touches nothing', async () => {
    await rooms.fail([{ deadId: 'd1', taskId: 't1' }])
    const { id } = await rooms.create({ selection: { ids: ['d1'] } })
    await record(outcome({ replayId: id }))
    expect(await taskOf(id)).toMatchObject({ state: 'pending' })
    expect(await stored()).toHaveLength(1)
  })

  it('of a replay that is unknown, or of a tracked task, is stored and nothing else', async () => {
    await record(
      outcome({ replayId: randomUUID() }),
      outcome({ replayId: 'of somebody else' }),
      outcome({ taskId: 't2', type: 'email.send' }),
    )
    expect(await stored()).toHaveLength(3)
    expect(counted).toEqual({ stored: 3, refused: 0 })
  })

  it('that cannot be read or stored holds up no other', async () => {
    const { id, sent } = await replayInFlight()
    await sent()
    await record(
      deliveryOf({ attributes: { id: 'broken' }, body: Buffer.from('{"taskId":') }),
      outcome({ taskId: 'far', attempt: 9_007_199_254_740_991 }),
      outcome({ replayId: id }),
      outcome({ taskId: 'x'.repeat(100_000) }),
    )
    expect(await rooms.reached(id, 'completed')).toMatchObject({ succeeded: 1 })
    expect(counted).toEqual({ stored: 2, refused: 2 })
    expect(rooms.logged.map(({ message }) => message)).toEqual(
      Array(2).fill('an outcome cannot be used and is left out'),
    )
  })
})
