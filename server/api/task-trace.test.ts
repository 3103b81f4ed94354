import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { createTestRooms, heartbeatOf, seed, type TestRooms } from '../assignments/test-rooms.ts'
import { recordHeartbeat } from '../instances/record-heartbeat.ts'
import { storeOutcomes } from '../store/outcomes.ts'
import { addFailures } from '../store/test-failures.ts'
import { inTransaction } from '../store/transaction.ts'
import { type Backend, type Outcome, withFailures } from '../task/index.ts'
import type { TaskView } from './contract/tasks.ts'
import { registerTaskTrace } from './task-trace.ts'
import { actorWith, createTestApp } from './test-app.ts'

const app = createTestApp(actorWith(['admin']))
let rooms: TestRooms
let backend: Backend

beforeAll(async () => {
  rooms = await createTestRooms(inject('postgresUrl'))
  await seed(rooms, { projects: ['mailer'], types: ['email.send', 'secret.send'] })
  const { prisma } = rooms.database
  await prisma.backend.create({ data: { name: 'rows', kind: 'postgres', url: 'env:ROWS' } })
  await prisma.backend.create({ data: { name: 'away', kind: 'postgres', url: 'env:BROKEN' } })
  await prisma.taskType.update({ where: { name: 'secret.send' }, data: { redactPaths: ['/card'] } })
  backend = await rooms.pool.get('rows')
  registerTaskTrace(app.api, { ...rooms, backends: rooms.pool })
})
afterAll(() => rooms.close())

async function trace(id: string): Promise<TaskView> {
  const response = await app.request('GET', `/tasks/${encodeURIComponent(id)}`)
  expect(response.status).toBe(200)
  return response.json()
}
const told = ({ events }: TaskView) => events.map(({ kind }) => kind)

const START = '2026-03-01T11:00:00.000Z'
const attributesOf = (id: string, more: Record<string, string> = {}) => ({
  ...{ specversion: '1.0', id, type: 'email.send', source: '/shop', time: START, attempt: '1' },
  ...more,
})
const publish = (id: string, more: Record<string, string> = {}, dueAt?: Date) =>
  backend.publish([
    {
      queue: { type: 'email.send' },
      envelope: { attributes: attributesOf(id, more), body: Buffer.from('{"card":"4711"}') },
      ...(dueAt === undefined ? {} : { dueAt }),
    },
  ])
const outcomeOf = (taskId: string, more: Partial<Outcome> = {}): Outcome => ({
  taskId,
  type: 'email.send',
  result: 'succeeded',
  attempt: 2,
  startedAt: '2026-03-01T12:30:00.000Z',
  endedAt: '2026-03-01T12:30:01.000Z',
  project: 'mailer',
  instance: 'i1',
  ...more,
})
const end = (outcome: Outcome) => inTransaction(rooms.database, (tx) => storeOutcomes(tx, [outcome]))

async function replayOf(deadId: string, taskId: string, state: string, sentAt: Date | null): Promise<string> {
  const id = randomUUID()
  const { pool } = rooms.database
  await pool.query(
    `insert into replay (id, author, state, selection, "frozenAt", options) values ($1, 'ana', 'running', '{}', now(), '{}')`,
    [id],
  )
  await pool.query(
    `insert into replay_task ("replayId", "deadId", "taskId", type, state, "sentAt") values ($1, $2, $3, 'email.send', $4, $5)`,
    [id, deadId, taskId, state, sentAt],
  )
  return id
}
const setStatus = (deadId: string, status: string) =>
  rooms.database.pool.query('update failure set status = $2 where "deadId" = $1', [deadId, status])

describe('a task that waits', () => {
  it('is queued, with who published it and when', async () => {
    const id = randomUUID()
    await publish(id)
    const view = await trace(id)
    expect(view).toMatchObject({
      id,
      type: 'email.send',
      state: 'queued',
      summary: 'Waits in email.send on rows for a worker.',
    })
    expect(view.events[0]).toMatchObject({ kind: 'queued', at: START, message: 'Published by /shop.' })
    expect(JSON.stringify(view)).not.toContain('4711')
  })

  it('is queued until its time, or retrying when it has failed', async () => {
    const [scheduled, retried] = [randomUUID(), randomUUID()]
    const dueAt = new Date(Date.now() + 3_600_000)
    await publish(scheduled, { source: '/tokens/nightly%20import' }, dueAt)
    const failed = withFailures({ attributes: {}, body: new Uint8Array() }, [
      { at: START, error: 'It said no.' },
    ])
    await publish(retried, { attempt: '2', ...failed.attributes }, dueAt)
    expect(await trace(scheduled)).toMatchObject({
      state: 'queued',
      summary: expect.stringMatching(/Waits in email\.send on rows until .* UTC\./),
    })
    const [published] = (await trace(scheduled)).events
    expect(published?.message).toBe('Published by the token nightly import.')
    const view = await trace(retried)
    expect(view).toMatchObject({ state: 'retrying' })
    expect(view.summary).toContain('its 2nd attempt')
    expect(view.events).toContainEqual(
      expect.objectContaining({ kind: 'failed', message: 'An attempt failed: It said no.' }),
    )
  })

  it('runs once a worker has taken it, and then who runs it is known by the heartbeat', async () => {
    const id = randomUUID()
    await rooms.database.pool.query('truncate signalbox_queue.task')
    await publish(id)
    const taken = Promise.withResolvers<void>()
    const subscription = await backend.consume(
      { type: 'email.send' },
      { prefetch: 1, onDelivery: () => taken.resolve(), onError: taken.reject },
    )
    await taken.promise
    expect(await trace(id)).toMatchObject({
      state: 'running',
      summary: 'A worker has taken it from email.send on rows.',
    })
    const startedAt = rooms.clock().toISOString()
    await recordHeartbeat({ ...rooms }, actorWith(['worker']), {
      id: 'i1',
      heartbeat: heartbeatOf('mailer', {
        consumers: [
          {
            ...{
              type: 'email.send',
              state: 'running',
              workers: 1,
              runningCount: 1,
              succeeded: 0,
              retried: 0,
            },
            running: [{ taskId: id, attempt: 1, startedAt }],
            ...{ dead: 0, latencyMs: null, error: null, restarts: 0 },
          },
        ],
      }),
    })
    expect(await trace(id)).toMatchObject({
      state: 'running',
      summary: expect.stringContaining('Runs in mailer on host-1 since'),
    })
    await end(outcomeOf(id))
    expect((await trace(id)).summary).not.toContain('host-1')
    await subscription.stop()
    await rooms.database.pool.query('truncate signalbox_queue.task')
  })
})

describe('a task that ended', () => {
  it('succeeded, when it was tracked', async () => {
    const id = randomUUID()
    await end(outcomeOf(id))
    expect(await trace(id)).toMatchObject({
      state: 'succeeded',
      summary: 'Succeeded at 12:30:01 UTC, at its 2nd attempt in mailer.',
      events: [
        { kind: 'started', at: '2026-03-01T12:30:00.000Z' },
        { kind: 'succeeded', at: '2026-03-01T12:30:01.000Z' },
      ],
    })
  })

  it('is dead, with each attempt, the failure that tells more, and what was put away', async () => {
    const taskId = randomUUID()
    const attempts = [
      { at: '2026-03-01T11:59:00.000Z', error: 'The target answered 500.' },
      { at: '2026-03-01T12:00:00.000Z', error: 'The target answered 503.' },
    ]
    const info = {
      error: { name: 'TaskError', message: 'The target answered 503.' },
      attempts,
      firstFailedAt: attempts[0]?.at ?? '',
      failedAt: attempts[1]?.at ?? '',
      ...{ project: 'billing', instance: 'i1', revision: 3 },
    }
    const [failure] = await addFailures(
      rooms.database,
      [{ taskId, info, attributes: attributesOf(taskId) }],
      'email.send',
    )
    const view = await trace(taskId)
    expect(view).toMatchObject({
      state: 'dead',
      summary: 'Died at its 3rd attempt: The target answered 503.',
    })
    expect(told(view)).toEqual(['queued', 'failed', 'died'])
    expect(view.events[2]).toMatchObject({ failureId: failure?.deadId, at: '2026-03-01T12:00:00.000Z' })
    await rooms.database.pool.query(
      `update failure set status = 'archived', "archivedAt" = now(), "archivedBy" = 'ana' where "deadId" = $1`,
      [failure?.deadId],
    )
    const away = await trace(taskId)
    expect(away).toMatchObject({ state: 'dead', summary: expect.stringContaining('Put away by ana.') })
    expect(told(away)).toContain('archived')
  })

  it('is dead before the archive has it, by its outcome; what its type hides is not quoted', async () => {
    const [open, secret] = [randomUUID(), randomUUID()]
    await end(outcomeOf(open, { result: 'dead', error: 'No card 4711.' }))
    await end(outcomeOf(secret, { result: 'dead', error: 'No card 4711.', type: 'secret.send' }))
    expect(await trace(open)).toMatchObject({
      state: 'dead',
      summary: expect.stringContaining('No card 4711.'),
    })
    const hidden = await trace(secret)
    expect(hidden.state).toBe('dead')
    expect(JSON.stringify(hidden)).not.toContain('4711')
  })
})

describe('a task that is replayed', () => {
  it('is followed from selected to sent to succeeded', async () => {
    const taskId = randomUUID()
    const [failure] = await addFailures(rooms.database, [{ taskId }], 'email.send')
    const deadId = failure?.deadId ?? ''
    await setStatus(deadId, 'replaying')
    const replayId = await replayOf(deadId, taskId, 'pending', null)
    expect(await trace(taskId)).toMatchObject({
      state: 'replaying',
      summary: 'Selected by a replay, and not sent yet.',
    })
    await rooms.database.pool.query(
      `update replay_task set state = 'sent', "sentAt" = $2 where "replayId" = $1`,
      [replayId, new Date('2026-03-01T12:10:00.000Z')],
    )
    expect(await trace(taskId)).toMatchObject({
      state: 'replaying',
      summary: expect.stringContaining('not ended yet'),
    })
    await end(outcomeOf(taskId, { replayId, attempt: 1 }))
    const view = await trace(taskId)
    expect(view.state).toBe('succeeded')
    expect(told(view)).toEqual(['died', 'replayed', 'started', 'succeeded'])
    expect(new Set(view.events.slice(1).map((event) => event.replayId))).toEqual(new Set([replayId]))
  })

  it('is dead again when it failed again, and the newest death counts', async () => {
    const taskId = randomUUID()
    const [first] = await addFailures(rooms.database, [{ taskId }], 'email.send')
    const replayId = await replayOf(
      first?.deadId ?? '',
      taskId,
      'failed-again',
      new Date('2026-03-01T12:10:00.000Z'),
    )
    await setStatus(first?.deadId ?? '', 'replayed')
    const again = { taskId, attempt: 1, errorMessage: 'Still no.', diedInReplay: replayId }
    await addFailures(
      rooms.database,
      [{ ...again, failedAt: new Date('2026-03-01T12:11:00.000Z') }],
      'email.send',
    )
    await end(outcomeOf(taskId, { replayId, result: 'dead', attempt: 1, error: 'Still no.' }))
    const view = await trace(taskId)
    expect(view).toMatchObject({ state: 'dead', summary: 'Died at its 1st attempt: Still no.' })
    expect(told(view)).toEqual(['died', 'replayed', 'died'])
  })
})

describe('a task that nobody knows', () => {
  it('is 404 with a sentence that tells which are known, and who could not be asked', async () => {
    const response = await app.request('GET', '/tasks/nobody%20knows')
    expect(response.status).toBe(404)
    const problem = (await response.json()) as { code: string; detail: string }
    expect(problem.code).toBe('task-unknown')
    expect(problem.detail).toContain('"nobody knows"')
    expect(problem.detail).toContain('leaves no trace')
    expect(problem.detail).toContain('unreachable: away')
  })
})
