import { afterEach, beforeEach, describe, expect, inject, it, vi } from 'vitest'
import { type PostgresCluster, startPostgresCluster } from '../../scripts/test-servers/postgres-cluster.ts'
import { addType, createReplayRooms, type ReplayRooms, TYPE } from './test-replays.ts'

let rooms: ReplayRooms
let cluster: PostgresCluster | null = null
beforeEach(async ({ task }) => {
  cluster = task.name.includes('broker') ? await startPostgresCluster() : null
  rooms = await createReplayRooms(inject('postgresUrl'), cluster?.url)
})
afterEach(async () => {
  await rooms.close()
  await cluster?.remove()
})

const failures = (count: number, type = TYPE) =>
  rooms.fail(
    Array.from({ length: count }, (_, index) => {
      const id = `${type}-${String(index).padStart(5, '0')}`
      return { deadId: `d-${id}`, taskId: id, attributes: { id, type } }
    }),
    type,
  )
const of = (type: string) => ({ filter: { type: [type] } })

describe('the runner', () => {
  it('runs a replay in one of two control planes only; when that one stops the other goes on', async () => {
    await failures(2_000)
    const first = rooms.run({ holder: 'first' })
    const { id } = await rooms.create({ selection: of(TYPE), ratePerSecond: 1_000 })
    await vi.waitFor(async () => expect((await rooms.read(id)).sent).toBeGreaterThan(100), 10_000)
    rooms.run({ holder: 'second' })
    await vi.waitFor(async () => expect((await rooms.read(id)).sent).toBeGreaterThan(400), 10_000)
    const { rows } = await rooms.database.pool.query(`select holder from lease where name = 'replays'`)
    expect(rows).toEqual([{ holder: 'first' }])
    await first.stop()
    expect(await rooms.reached(id, 'settling')).toMatchObject({ sent: 2_000, resent: 0 })
    const waiting = await rooms.backend.stats([{ type: TYPE }])
    expect(waiting[0]?.ready.value).toBe(2_000)
  })

  it('lets no replay wait for another', async () => {
    await addType(rooms.database, 'email.send')
    await failures(3_000)
    await failures(200, 'email.send')
    rooms.run()
    const large = await rooms.create({ selection: of(TYPE) })
    await vi.waitFor(async () => expect((await rooms.read(large.id)).state).toBe('running'), 10_000)
    const small = await rooms.create({ selection: of('email.send') })
    await rooms.reached(small.id, 'settling')
    expect((await rooms.read(large.id)).pending).toBeGreaterThan(0)
    await rooms.reached(large.id, 'settling')
  })

  it('goes on by itself after its broker was killed and came back, and loses nothing', async () => {
    if (cluster === null) throw new Error('expected a broker of its own')
    const done = new Set<string>()
    await failures(1_500)
    rooms.run()
    rooms.drainOutcomes()
    await rooms.consume({ [TYPE]: ({ id }) => void done.add(id) }, 50)
    const { id } = await rooms.create({ selection: of(TYPE), ratePerSecond: 500 })
    await vi.waitFor(async () => expect((await rooms.read(id)).succeeded).toBeGreaterThan(100), 15_000)
    await cluster.crash()
    await vi.waitFor(async () => {
      const { waiting, state } = await rooms.read(id)
      expect(state).toBe('running')
      expect(waiting).toMatch(/^Backend main takes no tasks now: /)
    }, 20_000)
    await cluster.start()
    const replay = await vi.waitFor(
      async () => {
        const row = await rooms.read(id)
        expect(row.state).toBe('completed')
        return row
      },
      { timeout: 60_000, interval: 100 },
    )
    expect(replay).toMatchObject({ selected: 1_500, succeeded: 1_500, waiting: null })
    expect(replay.resent).toBeLessThanOrEqual(100)
    expect(done.size).toBe(1_500)
  }, 120_000)
})
