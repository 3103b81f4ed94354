import { afterEach, beforeEach, describe, expect, inject, it, vi } from 'vitest'
import { ADMIN } from '../assignments/test-rooms.ts'
import type { ReplayState } from '../store/replays.ts'
import { cancelReplay, pauseReplay, resumeReplay } from './change-replay.ts'
import { createReplayRooms, type ReplayRooms, TYPE } from './test-replays.ts'

let rooms: ReplayRooms
let wakes = 0
beforeEach(async () => {
  rooms = await createReplayRooms(inject('postgresUrl'))
  wakes = 0
})
afterEach(() => rooms.close())

const deps = () => ({
  ...{ database: rooms.database, now: () => new Date(), events: { changed: () => undefined } },
  wakeReplays: () => void wakes++,
})
const acts = { pause: pauseReplay, resume: resumeReplay, cancel: cancelReplay }
const act = (name: keyof typeof acts, id: string) => acts[name](deps(), ADMIN, { id, requestId: 'test' })

const failures = (count: number) =>
  rooms.fail(
    Array.from({ length: count }, (_, index) => {
      const id = `t${String(index).padStart(5, '0')}`
      return { deadId: `d-${id}`, taskId: id, attributes: { id, type: TYPE } }
    }),
  )
const byFilter = { filter: { type: [TYPE] } }
const readyCount = async () => (await rooms.backend.stats([{ type: TYPE }]))[0]?.ready.value

describe('a replay that is held', () => {
  it('sends nothing, and cancelling it undoes everything', async () => {
    await failures(3)
    rooms.run()
    const { id } = await rooms.create({ selection: byFilter, holdSeconds: 3_600 })
    const held = await rooms.reached(id, 'holding')
    expect(held.holdUntil?.getTime()).toBeGreaterThan(Date.now() + 3_500_000)
    expect(await rooms.statuses()).toEqual({ replaying: 3 })
    await act('cancel', id)
    expect(await rooms.reached(id, 'cancelled')).toMatchObject({
      cancelled: 3,
      pending: 0,
      sent: 0,
      holdUntil: null,
    })
    expect(await rooms.statuses()).toEqual({ dead: 3 })
    expect(await readyCount()).toBe(0)
  })

  it('begins at once when it is resumed', async () => {
    await failures(1)
    const runner = rooms.run()
    const { id } = await rooms.create({ selection: { ids: ['d-t00000'] }, holdSeconds: 3_600 })
    expect((await rooms.read(id)).state).toBe('holding')
    await act('resume', id)
    runner.wake()
    expect(await rooms.reached(id, 'settling')).toMatchObject({ sent: 1, holdUntil: null })
  })

  it('begins by itself when its time has come', async () => {
    await failures(1)
    let now = new Date()
    rooms.run({ now: () => now })
    const { id } = await rooms.create({ selection: { ids: ['d-t00000'] }, holdSeconds: 600 })
    await vi.waitFor(async () => expect((await rooms.read(id)).state).toBe('holding'))
    now = new Date(now.getTime() + 601_000)
    expect((await rooms.reached(id, 'settling')).startedAt).toEqual(now)
  })
})

describe('a replay that runs', () => {
  it('sends no more while it is paused, and goes on where it was', async () => {
    await failures(400)
    const runner = rooms.run()
    const { id } = await rooms.create({ selection: byFilter, ratePerSecond: 200 })
    await vi.waitFor(async () => expect((await rooms.read(id)).sent).toBeGreaterThan(0))
    await act('pause', id)
    await runner.stop()
    const paused = await rooms.reached(id, 'paused')
    expect(paused.pending).toBeGreaterThan(0)
    rooms.run()
    await act('resume', id)
    expect(await rooms.reached(id, 'settling')).toMatchObject({ sent: 400, resent: 0 })
    expect(await readyCount()).toBe(400)
  })

  it('when it is cancelled keeps what is sent, and gives the rest back, however much that is', async () => {
    await failures(2_600)
    rooms.run()
    const { id } = await rooms.create({ selection: byFilter, ratePerSecond: 50 })
    await vi.waitFor(async () => expect((await rooms.read(id)).sent).toBeGreaterThan(0), 10_000)
    await act('cancel', id)
    await vi.waitFor(
      async () => {
        const { pending, sending } = await rooms.read(id)
        expect(pending + sending).toBe(0)
      },
      { timeout: 20_000 },
    )
    const { sent, cancelled, selected } = await rooms.reached(id, 'cancelled')
    expect(sent + cancelled).toBe(2_600)
    expect(selected).toBe(2_600)
    expect(await rooms.statuses()).toEqual({ dead: cancelled, replaying: sent })
    expect(await readyCount()).toBe(sent)
  })

  it('by filter can be cancelled before its selection is made', async () => {
    await failures(5)
    const { id } = await rooms.create({ selection: byFilter })
    await act('cancel', id)
    rooms.run()
    expect(await rooms.reached(id, 'cancelled')).toMatchObject({ selected: 0 })
    expect(await rooms.statuses()).toEqual({ dead: 5 })
  })
})

const SENSELESS: Record<keyof typeof acts, readonly ReplayState[]> = {
  pause: ['selecting', 'paused', 'settling', 'completed', 'cancelled'],
  resume: ['selecting', 'running', 'settling', 'completed', 'cancelled'],
  cancel: ['settling', 'completed', 'cancelled'],
}

describe('what makes no sense', () => {
  it('is refused with a sentence, and changes nothing', async () => {
    await failures(1)
    const { id } = await rooms.create({ selection: byFilter })
    for (const name of ['pause', 'resume', 'cancel'] as const)
      for (const state of SENSELESS[name]) {
        await rooms.database.pool.query('update replay set state = $2 where id = $1', [id, state])
        await expect(act(name, id), `${name} ${state}`).rejects.toMatchObject({
          ...{ status: 409, code: 'replay-state', message: expect.stringMatching(/^(It|Its|All) .+\.$/) },
          extra: { state },
        })
        expect((await rooms.read(id)).state).toBe(state)
      }
    expect(wakes).toBe(0)
  })

  it('is audited when it made sense, with who did it', async () => {
    await failures(1)
    const { id } = await rooms.create({ selection: byFilter, reason: 'after the fix' })
    await rooms.database.pool.query(`update replay set state = 'running' where id = $1`, [id])
    for (const name of ['pause', 'resume', 'cancel'] as const) await act(name, id)
    const entries = await rooms.database.prisma.auditEntry.findMany({ orderBy: { id: 'asc' } })
    expect(
      entries.map(({ action, actorName, targetKind, targetName, reason, before }) => [
        action,
        actorName,
        targetKind,
        targetName,
        reason,
        before,
      ]),
    ).toEqual([
      ['replay.create', 'ana', 'replay', id, 'after the fix', null],
      ['replay.pause', 'ana', 'replay', id, null, { state: 'running' }],
      ['replay.resume', 'ana', 'replay', id, null, { state: 'paused' }],
      ['replay.cancel', 'ana', 'replay', id, null, { state: 'running' }],
    ])
    expect(entries.at(-1)?.after).toEqual({ selected: 0 })
  })
})
