import { afterEach, beforeEach, describe, expect, inject, it, vi } from 'vitest'
import { createReplayRooms, type ReplayRooms, TYPE } from './test-replays.ts'

let rooms: ReplayRooms
beforeEach(async () => {
  rooms = await createReplayRooms(inject('postgresUrl'))
})
afterEach(() => rooms.close())

const OLD = new Date('2026-03-01T12:00:00.000Z')

describe('a replay', () => {
  it('runs one dead task again, under its own id, as a first attempt of the campaign, and hears how it ended', async () => {
    const seen: unknown[] = []
    const [failure] = await rooms.fail([
      {
        deadId: 'd1',
        taskId: 't1',
        body: Buffer.from('{"order":4711}'),
        attributes: {
          ...{
            id: 't1',
            type: TYPE,
            source: '/projects/shop',
            attempt: '7',
            partitionkey: 'k',
            color: 'red',
          },
          ...{ expirytime: OLD.toISOString(), notbefore: '2099-01-01T00:00:00.000Z', maxattempts: '5' },
        },
      },
    ])
    rooms.run()
    rooms.drainOutcomes()
    await rooms.consume({ [TYPE]: (task) => void seen.push(task) })
    const { id } = await rooms.create({ selection: { ids: ['d1'] } })
    const replay = await rooms.reached(id, 'completed')
    expect(replay).toMatchObject({ selected: 1, succeeded: 1, resent: 0, types: [TYPE], waiting: null })
    expect(seen).toEqual([
      expect.objectContaining({
        ...{ id: 't1', type: TYPE, payload: { order: 4711 }, attempt: 1, maxAttempts: 1, replayId: id },
        ...{ source: '/projects/shop', partitionKey: 'k', extensions: { color: 'red' } },
      }),
    ])
    expect(seen[0]).not.toHaveProperty('expiresAt')
    expect(await rooms.tasks(id)).toMatchObject([
      { deadId: failure?.deadId, state: 'succeeded', sentCount: 1, detail: null },
    ])
    expect(await rooms.statuses()).toEqual({ replayed: 1 })
  })

  it('tells which failed again: a new dead task that names the campaign, after one attempt unless asked otherwise', async () => {
    const runs = new Map<string, number>()
    await rooms.fail(
      [
        { deadId: 'd1', taskId: 't1' },
        { deadId: 'd2', taskId: 't2' },
      ].map((one) => ({ ...one, attributes: { id: one.taskId, type: TYPE } })),
    )
    rooms.run()
    rooms.drainOutcomes()
    rooms.archive()
    await rooms.consume({
      [TYPE]: ({ id }) => {
        runs.set(id, (runs.get(id) ?? 0) + 1)
        if (id === 't2') throw new Error('no such customer')
      },
    })
    const { id } = await rooms.create({ selection: { ids: ['d1', 'd2'] } })
    expect(await rooms.reached(id, 'completed')).toMatchObject({ succeeded: 1, failedAgain: 1 })
    expect(Object.fromEntries(runs)).toEqual({ t1: 1, t2: 1 })
    expect(await rooms.tasks(id)).toMatchObject([
      { state: 'succeeded' },
      { state: 'failed-again', detail: 'exhausted: no such customer' },
    ])
    await vi.waitFor(async () => expect(await rooms.statuses()).toEqual({ replayed: 2, dead: 1 }), 10_000)
    const again = await rooms.database.prisma.failure.findFirstOrThrow({ where: { status: 'dead' } })
    expect(again).toMatchObject({ taskId: 't2', diedInReplay: id })
    expect(again.deadId).not.toBe('d2')

    const second = await rooms.create({ selection: { ids: [again.deadId] }, maxAttempts: 3 })
    expect(await rooms.reached(second.id, 'completed')).toMatchObject({ failedAgain: 1 })
    expect(runs.get('t2')).toBe(4)
  })

  it('by filter takes what matched and was in the archive at its instant, and nothing else', async () => {
    const done = new Set<string>()
    const frozenAt = new Date()
    const failures = Array.from({ length: 2_300 }, (_, index) => ({
      deadId: `d${index}`,
      taskId: `t${index}`,
      attributes: { id: `t${index}`, type: TYPE },
      fingerprint: index < 2_100 ? 'cause-1' : 'cause-2',
      failedAt: new Date(OLD.getTime() + index),
    }))
    await rooms.fail(failures)
    await rooms.database.pool.query('update failure set "storedAt" = $1', [frozenAt])
    await rooms.fail([{ deadId: 'late', taskId: 'late', fingerprint: 'cause-1' }])
    await rooms.database.pool.query(`update failure set "storedAt" = $1 where "deadId" = 'late'`, [
      new Date(frozenAt.getTime() + 5),
    ])
    rooms.run()
    rooms.drainOutcomes()
    await rooms.consume({ [TYPE]: ({ id }) => void done.add(id) }, 100)
    const selection = { filter: { group: 'cause-1' }, frozenAt: frozenAt.toISOString() }
    const created = await rooms.create({ selection })
    expect(created).toMatchObject({ state: 'selecting', selected: null })
    expect(await rooms.reached(created.id, 'completed')).toMatchObject({ selected: 2_100, succeeded: 2_100 })
    expect(done.size).toBe(2_100)
    expect(await rooms.statuses()).toEqual({ replayed: 2_100, dead: 201 })
    // Whoever began it could not know how many there would be; the audit does.
    const audited = await rooms.database.prisma.auditEntry.findMany({ where: { action: 'replay.selected' } })
    expect(audited).toMatchObject([
      { actorKind: 'system', targetKind: 'replay', targetName: created.id, after: { selected: 2_100 } },
    ])
  })

  it('by filter that matches nothing any more completes at once and says so', async () => {
    rooms.run()
    const { id } = await rooms.create({ selection: { filter: { group: 'none' } } })
    const replay = await rooms.reached(id, 'completed')
    expect(replay.selected).toBe(0)
    expect(replay.waiting).toContain('no dead task matched')
  })

  it('sends the edited payload, and keeps the original', async () => {
    const seen: unknown[] = []
    await rooms.fail([{ deadId: 'd1', taskId: 't1', attributes: { id: 't1', type: TYPE } }])
    rooms.run()
    rooms.drainOutcomes()
    await rooms.consume({ [TYPE]: ({ payload }) => void seen.push(payload) })
    const { id } = await rooms.create({ selection: { ids: ['d1'] }, payload: { order: 4712 } })
    await rooms.reached(id, 'completed')
    expect(seen).toEqual([{ order: 4712 }])
    const { body } = await rooms.database.prisma.failure.findUniqueOrThrow({ where: { deadId: 'd1' } })
    expect(Buffer.from(body).toString()).toBe('{"order":4711}')
  })

  it('goes to the backend and the queue that the type has now', async () => {
    await rooms.database.prisma.taskType.update({
      where: { name: TYPE },
      data: { queueName: 'legacy-invoices' },
    })
    await rooms.fail([{ deadId: 'd1', taskId: 't1', attributes: { id: 't1', type: TYPE } }])
    rooms.run()
    const { id } = await rooms.create({ selection: { ids: ['d1'] } })
    await rooms.reached(id, 'settling')
    const waiting = await rooms.backend.peek({ type: TYPE, queueName: 'legacy-invoices' }, 'ready', 10)
    expect(waiting.map(({ envelope }) => envelope.attributes.id)).toEqual(['t1'])
  })

  it('skips tasks whose type is gone, says why, and leaves them dead', async () => {
    await rooms.fail([{ deadId: 'd1' }])
    await rooms.fail([{ deadId: 'd2' }], 'gone.type')
    rooms.run()
    const { id } = await rooms.create({ selection: { ids: ['d1', 'd2'] } })
    expect(await rooms.reached(id, 'settling')).toMatchObject({ sent: 1, skipped: 1 })
    expect(await rooms.tasks(id)).toMatchObject([
      { state: 'sent' },
      { state: 'skipped', detail: 'The task type "gone.type" no longer exists.' },
    ])
    expect(await rooms.statuses()).toEqual({ replaying: 1, dead: 1 })
  })

  it('sends a task that died twice once for each death, and each ends', async () => {
    const runs: string[] = []
    const attributes = { id: 'twice', type: TYPE }
    await rooms.fail([
      { deadId: 'd1', taskId: 'twice', attributes },
      { deadId: 'd2', taskId: 'twice', attributes },
    ])
    rooms.run()
    rooms.drainOutcomes()
    await rooms.consume({ [TYPE]: ({ id }) => void runs.push(id) })
    const { id } = await rooms.create({ selection: { ids: ['d1', 'd2'] } })
    expect(await rooms.reached(id, 'completed')).toMatchObject({ succeeded: 2, resent: 0 })
    await vi.waitFor(() => expect(runs).toEqual(['twice', 'twice']))
  })
})
