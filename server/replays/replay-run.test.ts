import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { poolOf } from '../queues/test-registry.ts'
import {
  type Backend,
  NO_DUPLICATES,
  type Outgoing,
  PublishError,
  type QueueSpec,
  TaskError,
} from '../task/index.ts'
import { runReplay } from './replay-run.ts'
import { addType, createReplayRooms, type ReplayRooms, TYPE } from './test-replays.ts'

let rooms: ReplayRooms
beforeEach(async () => {
  rooms = await createReplayRooms(inject('postgresUrl'))
})
afterEach(() => rooms.close())

const START = new Date('2026-03-01T12:00:00.000Z')
const idOf = ({ envelope }: Outgoing) => envelope.attributes.id ?? ''

const failures = (ids: readonly string[], type = TYPE, body = '{}') =>
  rooms.fail(
    ids.map((id) => ({ deadId: `d-${id}`, taskId: id, attributes: { id, type }, body: Buffer.from(body) })),
    type,
  )
const numbered = (count: number) =>
  Array.from({ length: count }, (_, index) => `t${String(index).padStart(4, '0')}`)
const selectionOf = (ids: readonly string[]) => ({ ids: ids.map((id) => `d-${id}`) })

/** The real backend, but `publish` is the test's. */
function publishing(send: (batch: readonly Outgoing[]) => Promise<void>): Backend {
  const backend = Object.create(rooms.backend) as Backend
  const publish: Backend['publish'] = async (batch) => {
    await send(batch)
    return NO_DUPLICATES
  }
  return Object.assign(backend, { publish, declare: (queue: QueueSpec) => rooms.backend.declare(queue) })
}

/** Runs to its end, with a clock that moves only while it sleeps. */
async function run(
  id: string,
  backends: Record<string, Backend | Error>,
  onSleep: (nowMs: number) => void = () => {},
) {
  const abort = new AbortController()
  let nowMs = START.getTime()
  const slept: string[] = []
  await runReplay(
    {
      database: rooms.database,
      backends: poolOf(backends),
      now: () => new Date(nowMs),
      onChanged: () => undefined,
      async sleep(ms) {
        nowMs += ms
        const { waiting } = await rooms.read(id)
        if (waiting !== null) slept.push(waiting)
        if (nowMs - START.getTime() > 3_600_000) abort.abort()
        onSleep(nowMs)
      },
    },
    id,
    abort.signal,
  )
  expect(abort.signal.aborted, 'it should have come to its end').toBe(false)
  return { slept, tookMs: nowMs - START.getTime() }
}

describe('sending', () => {
  it('keeps to the rate: in no second more than that and its burst', async () => {
    const ids = numbered(120)
    await failures(ids)
    const { id } = await rooms.create({ selection: selectionOf(ids), ratePerSecond: 20 })
    const sentAtMs: number[] = []
    let nowMs = START.getTime()
    const backend = publishing(async (batch) => void sentAtMs.push(...batch.map(() => nowMs)))
    const { tookMs } = await run(id, { main: backend }, (at) => {
      nowMs = at
    })
    expect(sentAtMs).toHaveLength(120)
    for (const from of sentAtMs)
      expect(sentAtMs.filter((at) => at >= from && at < from + 1_000).length).toBeLessThanOrEqual(24)
    // 120 tasks at 20 per second, of which a tenth of a second's worth goes at once.
    expect(tookMs).toBeGreaterThanOrEqual(5_700)
    expect(tookMs).toBeLessThanOrEqual(6_100)
    expect(await rooms.reached(id, 'settling')).toMatchObject({ sent: 120 })
  })

  it('sends at most 100 together, and fewer when they are large', async () => {
    const ids = numbered(250)
    await failures(ids)
    await failures(['large-1', 'large-2', 'large-3'], TYPE, `"${'x'.repeat(2_000_000)}"`)
    const sizes: number[] = []
    const backend = publishing(async (batch) => void sizes.push(batch.length))
    const many = await rooms.create({ selection: selectionOf(ids) })
    await run(many.id, { main: backend })
    const large = await rooms.create({ selection: selectionOf(['large-1', 'large-2', 'large-3']) })
    await run(large.id, { main: backend })
    expect(sizes).toEqual([100, 100, 50, 2, 1])
  })

  it('sends again only what the broker did not take of a batch', async () => {
    const ids = numbered(30)
    await failures(ids)
    const batches: string[][] = []
    const backend = publishing(async (batch) => {
      batches.push(batch.map(idOf))
      const taken = batch.map(idOf).slice(0, 10)
      if (batches.length <= 2) throw new PublishError('the broker went away', taken)
    })
    const { id } = await rooms.create({ selection: selectionOf(ids) })
    const { slept } = await run(id, { main: backend })
    expect(batches).toEqual([ids, ids.slice(10), ids.slice(20)])
    expect(slept).toContain('Backend main takes no tasks now: the broker went away')
    // Whether the rest had been taken was open: they count as sent twice, or thrice.
    const replay = await rooms.reached(id, 'settling')
    expect(replay).toMatchObject({ sent: 30, pending: 0, resent: 20, waiting: null })
    expect((await rooms.tasks(id)).map(({ sentCount }) => sentCount)).toEqual([
      ...Array(10).fill(1),
      ...Array(10).fill(2),
      ...Array(10).fill(3),
    ])
  })

  it('waits for a backend that is away, says so, and marks nothing as sent meanwhile', async () => {
    await failures(['t1'])
    const { id } = await rooms.create({ selection: selectionOf(['t1']) })
    const backends: Record<string, Backend | Error> = {
      main: new TaskError('backend-unavailable', 'connection refused', { retryable: true }),
    }
    let sleeps = 0
    const { slept } = await run(id, backends, () => {
      sleeps += 1
      if (sleeps === 8) backends.main = rooms.backend
    })
    expect(new Set(slept)).toEqual(new Set(['Backend main takes no tasks now: connection refused']))
    expect(await rooms.reached(id, 'settling')).toMatchObject({ sent: 1, resent: 0, waiting: null })
  })

  it('goes on with the tasks of one backend while another is away', async () => {
    await rooms.database.prisma.backend.create({ data: { name: 'other', kind: 'memory' } })
    await addType(rooms.database, 'a.away', { backendName: 'other' })
    const ids = numbered(150)
    await failures(['first'], 'a.away')
    await failures(ids)
    const { id } = await rooms.create({ selection: selectionOf(['first', ...ids]) })
    const sent: string[] = []
    const backend = publishing(async (batch) => void sent.push(...batch.map(idOf)))
    const backends: Record<string, Backend | Error> = { main: backend, other: new Error('refused') }
    await run(id, backends, () => {
      if (sent.length === 150) backends.other = backend
    })
    expect(sent).toEqual([...ids, 'first'])
  })

  it('skips a task that the backend refuses for good, and only that', async () => {
    const ids = numbered(120)
    await failures(ids)
    const sent: string[] = []
    const backend = publishing(async (batch) => {
      if (batch.some((one) => idOf(one) === 't0042'))
        throw new TaskError('attribute-invalid', 'a header cannot be written')
      sent.push(...batch.map(idOf))
    })
    const { id } = await rooms.create({ selection: selectionOf(ids) })
    await run(id, { main: backend })
    expect(sent.toSorted()).toEqual(ids.filter((one) => one !== 't0042'))
    expect(await rooms.reached(id, 'settling')).toMatchObject({ sent: 119, skipped: 1 })
    expect((await rooms.tasks(id)).find(({ state }) => state === 'skipped')).toMatchObject({
      ...{ taskId: 't0042', detail: 'Backend main refuses it: a header cannot be written' },
    })
    expect(await rooms.statuses()).toEqual({ replaying: 119, dead: 1 })
  })

  it('takes up what a process that died had marked, first, and counts it', async () => {
    const ids = numbered(5)
    await failures(ids)
    const { id } = await rooms.create({ selection: selectionOf(ids) })
    await rooms.database.pool.query(
      `update replay_task set state = 'sending', "sentCount" = 1 where "deadId" in ('d-t0003', 'd-t0004')`,
    )
    await rooms.database.pool.query('update replay set pending = 3, sending = 2')
    const batches: string[][] = []
    const backend = publishing(async (batch) => void batches.push(batch.map(idOf)))
    await run(id, { main: backend })
    expect(batches).toEqual([
      ['t0003', 't0004'],
      ['t0000', 't0001', 't0002'],
    ])
    expect(await rooms.reached(id, 'settling')).toMatchObject({ sent: 5, resent: 2 })
  })
})
