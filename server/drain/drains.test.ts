import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { poolOf } from '../queues/test-registry.ts'
import { type Backend, createBackend, TaskError } from '../task/index.ts'
import { type Drains, startDrains, type WantedDrain } from './drains.ts'

let main: Backend
let other: Backend
let drains: Drains | null = null
const log = { warn: vi.fn(), info: vi.fn() }
const memory = async () => {
  const backend = await createBackend({ kind: 'memory' }, { namespace: randomUUID() })
  await backend.connect()
  return backend
}
beforeEach(async () => {
  ;[main, other] = await Promise.all([memory(), memory()])
  log.warn.mockClear()
  log.info.mockClear()
})
afterEach(async () => {
  await drains?.stop()
  drains = null
  await Promise.all([main.close(), other.close()])
})

const send = (backend: Backend, type: string, id: string) =>
  backend.publish([{ queue: { type }, envelope: { attributes: { id, type }, body: new Uint8Array() } }])
const work = (backend: string, type: string): WantedDrain => ({ backend, queue: { type }, from: 'work' })

function start(wanted: () => readonly WantedDrain[], backends: Record<string, Backend | Error>) {
  const stored: string[] = []
  drains = startDrains({
    backends: poolOf(backends),
    log,
    everyMs: 10,
    restartMs: 1,
    wanted: async () => wanted(),
    async store(batch, from) {
      for (const { envelope } of batch) stored.push(`${from.backend}/${envelope.attributes.id}`)
    },
  })
  return stored
}

describe('the drains', () => {
  it('run exactly as wanted: begun when wanted, ended when not wanted any more', async () => {
    let wanted = [work('main', 'a')]
    const stored = start(() => wanted, { main })
    await send(main, 'a', '1')
    await vi.waitFor(() => expect(stored).toEqual(['main/1']))
    wanted = [work('main', 'b')]
    await send(main, 'b', '2')
    await vi.waitFor(() => expect(stored).toEqual(['main/1', 'main/2']))
    await send(main, 'a', '3')
    await send(main, 'b', '4')
    await vi.waitFor(() => expect(stored).toEqual(['main/1', 'main/2', 'main/4']))
    expect(drains?.running).toBe(1)
  })

  it('of one backend go on while another is away, and begin there when it is back; logged once', async () => {
    const backends: Record<string, Backend | Error> = {
      main,
      away: new TaskError('backend-unavailable', 'refused'),
    }
    const stored = start(() => [work('away', 'a'), work('main', 'a')], backends)
    await send(main, 'a', '1')
    await vi.waitFor(() => expect(stored).toEqual(['main/1']))
    backends.away = other
    await send(other, 'a', '2')
    await vi.waitFor(() => expect(stored).toContain('away/2'))
    expect(log.warn).toHaveBeenCalledTimes(1)
    expect(log.info).toHaveBeenCalledTimes(1)
  })

  it('move to the connection that the pool has made anew', async () => {
    const backends: Record<string, Backend | Error> = { main }
    const stored = start(() => [work('main', 'a')], backends)
    await send(main, 'a', '1')
    await vi.waitFor(() => expect(stored).toEqual(['main/1']))
    backends.main = other
    await send(other, 'a', '2')
    await vi.waitFor(() => expect(stored).toEqual(['main/1', 'main/2']))
  })

  it('go on with what they have while the wanted set cannot be read', async () => {
    let away = false
    const stored = start(
      () => {
        if (away) throw new Error('the database is away')
        return [work('main', 'a')]
      },
      { main },
    )
    await vi.waitFor(() => expect(drains?.running).toBe(1))
    away = true
    await vi.waitFor(() => expect(log.warn).toHaveBeenCalled())
    await send(main, 'a', '1')
    await vi.waitFor(() => expect(stored).toEqual(['main/1']))
  })

  it('begin again when a subscription broke', async () => {
    let breaks: ((error: Error) => void) | null = null
    const breaking: Backend = Object.create(main, {
      consume: {
        value: (...[queue, options]: Parameters<Backend['consume']>) => {
          breaks ??= options.onError
          return main.consume(queue, options)
        },
      },
      connect: { value: () => main.connect() },
    })
    const stored = start(() => [work('main', 'a')], { main: breaking })
    await vi.waitFor(() => expect(breaks).not.toBeNull())
    ;(breaks as unknown as (error: Error) => void)(new Error('the channel was closed'))
    expect(drains?.running).toBe(0)
    await send(main, 'a', '1')
    await vi.waitFor(() => expect(stored).toEqual(['main/1']))
  })
})
