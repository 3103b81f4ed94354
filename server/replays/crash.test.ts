import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, inject, it, vi } from 'vitest'
import { createReplayRooms, type ReplayRooms, TYPE } from './test-replays.ts'

const PROGRAM = fileURLToPath(new URL('test-control-plane.ts', import.meta.url))
const COUNT = 3_000

let rooms: ReplayRooms
const children = new Set<ChildProcess>()
beforeEach(async () => {
  rooms = await createReplayRooms(inject('postgresUrl'))
})
afterEach(async () => {
  for (const child of children) await kill(child)
  await rooms.close()
})

function startControlPlane(): ChildProcess {
  const child = spawn(process.execPath, [PROGRAM, rooms.database.url], {
    env: { NODE_ENV: 'test' },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  children.add(child)
  return child
}

async function kill(child: ChildProcess): Promise<void> {
  children.delete(child)
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}

const failures = () =>
  rooms.fail(
    Array.from({ length: COUNT }, (_, index) => {
      const id = `t${String(index).padStart(4, '0')}`
      return { deadId: `d-${id}`, taskId: id, attributes: { id, type: TYPE } }
    }),
  )

/** Counts at the target, by distinct id. */
async function startTarget() {
  const runs = new Map<string, number>()
  const seen = (id: string) => runs.set(id, (runs.get(id) ?? 0) + 1)
  await rooms.consume({ [TYPE]: ({ id }) => void seen(id) }, 50)
  return { runs, total: () => [...runs.values()].reduce((sum, count) => sum + count, 0) }
}

const progress = (id: string) => rooms.read(id)
const atLeast = (id: string, sent: number) =>
  vi.waitFor(
    async () => {
      const row = await progress(id)
      expect(row.sent + row.succeeded).toBeGreaterThanOrEqual(sent)
    },
    { timeout: 30_000, interval: 5 },
  )

describe('a control plane that is killed amid a replay', () => {
  it('loses nothing: another goes on, at most the open batches are sent twice, and are counted', async () => {
    await failures()
    const target = await startTarget()
    const { id } = await rooms.create({ selection: { filter: { type: [TYPE] } } })
    for (const sent of [500, 1_700]) {
      const child = startControlPlane()
      await atLeast(id, sent)
      await kill(child)
      // It was amid its work, not done with it.
      const { state, pending, sending } = await progress(id)
      expect(state).toBe('running')
      expect(pending + sending).toBeGreaterThan(0)
    }
    startControlPlane()
    const replay = await vi.waitFor(
      async () => {
        const row = await progress(id)
        expect(row.state).toBe('completed')
        return row
      },
      { timeout: 60_000, interval: 50 },
    )
    await rooms.reached(id, 'completed')
    expect(target.runs.size).toBe(COUNT)
    expect(replay).toMatchObject({ selected: COUNT, succeeded: COUNT, failedAgain: 0, unknown: 0 })
    // Each of the two deaths may leave one batch open.
    expect(replay.resent).toBeLessThanOrEqual(200)
    expect(target.total() - COUNT).toBeLessThanOrEqual(replay.resent)
    expect(await rooms.statuses()).toEqual({ replayed: COUNT })
  }, 180_000)

  it('loses nothing of a selection that was half made', async () => {
    await failures()
    const { id } = await rooms.create({ selection: { filter: { type: [TYPE] } }, ratePerSecond: 1 })
    const first = startControlPlane()
    await vi.waitFor(async () => expect((await progress(id)).pending).toBeGreaterThan(0), {
      timeout: 30_000,
      interval: 1,
    })
    await kill(first)
    startControlPlane()
    await vi.waitFor(async () => expect((await progress(id)).state).toBe('running'), {
      timeout: 60_000,
      interval: 50,
    })
    expect(await progress(id)).toMatchObject({ selected: COUNT })
    expect((await rooms.tasks(id)).length).toBe(COUNT)
    expect(await rooms.statuses()).toEqual({ replaying: COUNT })
  }, 120_000)
})
