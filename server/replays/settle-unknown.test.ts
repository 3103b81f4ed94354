import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { settleUnknown } from './settle-unknown.ts'
import { createReplayRooms, type ReplayRooms, TYPE } from './test-replays.ts'

let rooms: ReplayRooms
let sentAt: Date
let id: string
beforeEach(async () => {
  rooms = await createReplayRooms(inject('postgresUrl'))
  await rooms.fail([{ deadId: 'd1' }])
  rooms.run()
  const created = await rooms.create({ selection: { ids: ['d1'] } })
  id = created.id
  await rooms.reached(id, 'settling')
  sentAt = (await rooms.tasks(id))[0]?.sentAt as Date
})
afterEach(() => rooms.close())

const later = (seconds: number) => new Date(sentAt.getTime() + seconds * 1_000)
const settleAt = (now: Date) => settleUnknown({ database: rooms.database, now: () => now })

interface Sample {
  ready?: number | null
  inFlight?: number | null
  delayed?: number | null
  error?: string
  backendName?: string
}

async function sampled(at: Date, sample: Sample = {}): Promise<void> {
  const row = {
    typeName: TYPE,
    backendName: 'main',
    quality: {},
    recent: [],
    ready: 0,
    inFlight: 0,
    delayed: 0,
    ...sample,
  }
  const key = { typeName_backendName: { typeName: row.typeName, backendName: row.backendName } }
  await rooms.database.prisma.queueState.upsert({
    where: key,
    create: { ...row, sampledAt: at },
    update: { ...row, sampledAt: at },
  })
}

describe('a task that was sent and of which nobody tells', () => {
  it('is unknown once its queue was seen empty for a minute after it', async () => {
    await sampled(later(59))
    expect(await settleAt(later(70))).toBe(0)
    await sampled(later(61))
    expect(await settleAt(later(70))).toBe(1)
    expect(await rooms.reached(id, 'completed')).toMatchObject({ unknown: 1, sent: 0 })
    expect(await rooms.tasks(id)).toMatchObject([
      {
        state: 'unknown',
        detail: 'Its queue is empty, and no worker told how it ended.',
        endedAt: later(70),
      },
    ])
    expect(await rooms.statuses()).toEqual({ replayed: 1 })
  })

  it.each<[string, Sample]>([
    ['something is ready', { ready: 1 }],
    ['something is in flight', { inFlight: 1 }],
    ['something is delayed', { delayed: 1 }],
    ['what is in flight is not known', { inFlight: null }],
    ['the backend gave no figures', { error: 'no answer' }],
  ])('is waited for while %s', async (_why, sample) => {
    await sampled(later(3_600), sample)
    expect(await settleAt(later(3_700))).toBe(0)
  })

  it('is waited for while another backend of its type may hold it', async () => {
    await rooms.database.prisma.backend.create({ data: { name: 'old', kind: 'memory' } })
    await sampled(later(3_600))
    await sampled(later(3_600), { backendName: 'old', ready: 3 })
    expect(await settleAt(later(3_700))).toBe(0)
    await sampled(later(3_700), { backendName: 'old' })
    expect(await settleAt(later(3_700))).toBe(1)
  })

  it('is waited for while only a backend that the type has left was looked at', async () => {
    await rooms.database.prisma.backend.create({ data: { name: 'old', kind: 'memory' } })
    await sampled(later(3_600), { backendName: 'old' })
    expect(await settleAt(later(3_700))).toBe(0)
  })

  it('is unknown after a day, whatever its queue holds', async () => {
    await sampled(later(86_399), { ready: 5 })
    expect(await settleAt(later(86_399))).toBe(0)
    expect(await settleAt(later(86_400))).toBe(1)
    expect((await rooms.tasks(id))[0]?.detail).toBe('No worker told within 24 hours how it ended.')
  })
})
