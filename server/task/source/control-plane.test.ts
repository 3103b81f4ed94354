import { mkdtemp, readFile, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { TaskConfigInput } from '../config.ts'
import type { TaskHandler } from '../handlers/function.ts'
import { silentLogger } from '../logger.ts'
import { createTaskSystem } from '../system/create-task-system.ts'
import { fromControlPlane } from './control-plane.ts'
import { startTestControlPlane, TEST_TOKEN, type TestControlPlane } from './test-control-plane.ts'

let plane: TestControlPlane
let stateDir: string
const closing: (() => Promise<unknown>)[] = []

beforeEach(async () => {
  plane = await startTestControlPlane()
  plane.document = document(1)
  stateDir = join(await mkdtemp(join(tmpdir(), 'signalbox-state-')), 'workers')
})
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
  await plane.away().catch(() => {})
})

const document = (revision: number, more: Partial<TaskConfigInput> = {}): TaskConfigInput => ({
  project: 'mailer',
  revision,
  pollIntervalMs: 100,
  heartbeatIntervalMs: 60_000,
  backends: { main: { kind: 'memory' } },
  consumers: [{ type: 'email.send', backend: 'main', handler: { kind: 'function' } }],
  ...more,
})

function start(more: { token?: string; project?: string } = {}, handler: TaskHandler = () => {}) {
  const source = fromControlPlane({ url: plane.url, project: 'mailer', token: TEST_TOKEN, stateDir, ...more })
  const starting = createTaskSystem({
    config: source,
    handlers: { 'email.send': handler },
    logger: silentLogger,
    instance: 'test-1',
    startTimeoutMs: 5_000,
  })
  closing.push(() => starting.then((system) => system.close({ deadlineMs: 0 })).catch(() => {}))
  return starting
}

describe('a worker and its control plane', () => {
  it('picks a change up with its next poll and reports it at once, not with the next beat', async () => {
    const system = await start()
    await vi.waitFor(() => expect(plane.beats.at(-1)).toMatchObject({ state: 'running', appliedRevision: 1 }))
    plane.document = document(2)
    await vi.waitFor(() => expect(plane.beats.at(-1)).toMatchObject({ appliedRevision: 2 }))
    expect(system.report().appliedRevision).toBe(2)
    expect(plane.beats.at(-1)).toMatchObject({
      instance: 'test-1',
      project: 'mailer',
      pid: process.pid,
      appliedEtag: expect.stringMatching(/^"[0-9a-f]{64}"$/),
      consumers: [{ type: 'email.send', state: 'running' }],
      configError: null,
      unresolvedSecrets: [],
      functions: ['email.send'],
    })
  })

  it('is told with a 304 that nothing changed', async () => {
    await start()
    await vi.waitFor(() => expect(plane.answers.length).toBeGreaterThan(2))
    expect(plane.answers.slice(0, 3)).toEqual([200, 304, 304])
  })

  it('keeps the last good copy for its owner alone, and starts from it while the control plane is away', async () => {
    const first = await start()
    const path = join(stateDir, 'mailer.json')
    await vi.waitFor(async () => expect(JSON.parse(await readFile(path, 'utf8')).document.revision).toBe(1))
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    expect((await stat(stateDir)).mode & 0o777).toBe(0o700)
    await first.close()
    await plane.away()
    const second = await start()
    expect(second.report()).toMatchObject({ appliedRevision: 1, consumers: [{ state: 'running' }] })
    await vi.waitFor(() => expect(second.report().configError).toContain('ECONNREFUSED'))
    plane.answers.length = 0
    await plane.back()
    await vi.waitFor(() => expect(second.report().configError).toBeNull(), 5_000)
    expect(plane.answers[0]).toBe(304)
  })

  it('goes on with what it has while the control plane is away', async () => {
    const system = await start()
    await plane.away()
    await vi.waitFor(() => expect(system.report().configError).not.toBeNull())
    expect(system.report()).toMatchObject({
      state: 'running',
      appliedRevision: 1,
      consumers: [{ state: 'running' }],
    })
    plane.document = document(2)
    await plane.back()
    await vi.waitFor(() => expect(system.report().appliedRevision).toBe(2), 5_000)
  })

  it.each([
    [401, 'the token is not valid (SIGNALBOX_TOKEN)'],
    [403, 'it needs the scope "worker" for this project'],
    [404, 'it does not know the project "mailer"'],
  ])('says clearly what a %i means', async (status, meaning) => {
    plane.refuseWith = status
    await expect(start()).rejects.toMatchObject({
      code: 'control-plane-refused',
      retryable: false,
      message: expect.stringContaining(meaning),
    })
  })

  it('waits for a control plane that is not there yet', async () => {
    await plane.away()
    const starting = start()
    await new Promise((resolve) => setImmediate(resolve))
    await plane.back()
    expect((await starting).report().appliedRevision).toBe(1)
  })

  it('keeps the last good configuration when it is sent an invalid one, and says so in the heartbeat', async () => {
    const system = await start()
    plane.document = document(2, { consumers: [{ type: 'No Type' }] as never })
    await vi.waitFor(() => expect(system.report().configError).toContain('/consumers/0/type'))
    expect(system.report()).toMatchObject({ appliedRevision: 1, consumers: [{ state: 'running' }] })
    plane.document = document(3)
    await vi.waitFor(() => expect(system.report()).toMatchObject({ appliedRevision: 3, configError: null }))
  })

  it('says which field of a later version it does not know, and what to do, and goes on as before', async () => {
    plane.document = document(1, { heartbeatIntervalMs: 100 })
    const system = await start()
    plane.document = { ...document(2), inventedLater: true } as TaskConfigInput
    await vi.waitFor(() =>
      expect(plane.beats.at(-1)).toMatchObject({
        appliedRevision: 1,
        configError: expect.stringMatching(/"inventedLater".*upgrade the worker/),
      }),
    )
    expect(system.report().appliedRevision).toBe(1)
  })

  it('is told before the next beat that a handler began to fail, and that it recovered', async () => {
    const producers = [{ type: 'email.send', backend: 'main' }]
    plane.document = document(1, { producers })
    let broken = true
    const system = await start({}, () => {
      if (broken) throw new TypeError('x is not a function')
    })
    const publish = (count: number) =>
      system.publishBatch(Array.from({ length: count }, () => ({ type: 'email.send', payload: 1 })))
    await publish(4)
    await vi.waitFor(
      () =>
        expect(plane.beats.at(-1)?.consumers[0]).toMatchObject({
          lastMinute: { attempts: expect.any(Number), failed: expect.any(Number) },
          failing: { status: null, error: 'TypeError: x is not a function' },
        }),
      10_000,
    )
    broken = false
    await publish(40)
    await vi.waitFor(() => expect(plane.beats.at(-1)?.consumers[0]).toMatchObject({ failing: null }), 10_000)
    const beats = plane.beats.length
    await vi.waitFor(() => expect(plane.answers.length).toBeGreaterThan(20), 10_000)
    expect(plane.beats.length).toBe(beats)
  })

  it('drains when told to, and stops when told to, with a last heartbeat', async () => {
    plane.document = document(1, { heartbeatIntervalMs: 100 })
    const system = await start()
    plane.commands = ['drain']
    await vi.waitFor(() =>
      expect(plane.beats.at(-1)).toMatchObject({ state: 'draining', consumers: [{ state: 'stopped' }] }),
    )
    plane.commands = ['stop']
    await system.closed
    expect(plane.beats.at(-1)).toMatchObject({ state: 'stopped' })
  })
})
