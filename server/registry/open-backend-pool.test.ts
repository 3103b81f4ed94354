import { beforeEach, describe, expect, it, vi } from 'vitest'
import { type Backend, type BackendConfig, createBackend, TaskError } from '../task/index.ts'
import { type BackendRegistration, openBackendPool } from './open-backend-pool.ts'

let nowMs = 0
let registered: Record<string, BackendRegistration>
let made: Backend[]
let configs: BackendConfig[]
let connect: (backend: Backend) => Promise<void>

beforeEach(() => {
  nowMs = 0
  made = []
  configs = []
  registered = { main: { name: 'main', kind: 'memory', url: null, options: null } }
  connect = async () => undefined
})

function open(more: { resolveSecret?: (reference: string) => string } = {}) {
  return openBackendPool({
    findBackend: async (name) => registered[name] ?? null,
    resolveSecret: more.resolveSecret ?? (() => 'postgresql://x'),
    async createBackend(config) {
      configs.push(config)
      const backend = await createBackend({ kind: 'memory' }, { namespace: 'task' })
      vi.spyOn(backend, 'connect').mockImplementation(() => connect(backend))
      vi.spyOn(backend, 'close')
      made.push(backend)
      return backend
    },
    now: () => nowMs,
    connectTimeoutMs: 30,
  })
}
const refused = () => Promise.reject(new Error('connect ECONNREFUSED'))

describe('the pool of backends', () => {
  it('connects once for all who ask at the same time, and keeps the connection', async () => {
    const pool = open()
    expect(pool.health('main')).toEqual({ state: 'unknown', detail: null })
    const [first, second] = await Promise.all([pool.get('main'), pool.get('main')])
    expect(first).toBe(second)
    expect(await pool.get('main')).toBe(first)
    expect(made).toHaveLength(1)
    expect(pool.health('main')).toEqual({ state: 'connected', detail: null })
    await expect(pool.get('other')).rejects.toMatchObject({ status: 404 })
  })

  it('remembers a failure for a moment, then tries anew', async () => {
    connect = refused
    const pool = open()
    await expect(pool.get('main')).rejects.toMatchObject({ code: 'backend-unavailable', retryable: true })
    await expect(pool.get('main')).rejects.toThrow('connect ECONNREFUSED')
    expect(made).toHaveLength(1)
    expect(made[0]?.close).toHaveBeenCalledTimes(1)
    expect(pool.health('main')).toEqual({ state: 'unreachable', detail: 'connect ECONNREFUSED' })
    connect = async () => undefined
    nowMs = 2_000
    expect(await pool.get('main')).toBe(made[1])
    expect(pool.health('main').state).toBe('connected')
  })

  it('gives up an attempt that hangs', async () => {
    connect = () => new Promise(() => undefined)
    await expect(open().get('main')).rejects.toThrow('no answer within 0.03 s')
  })

  it('names a secret that does not resolve', async () => {
    registered.main = { name: 'main', kind: 'postgres', url: 'env:NOPE', options: null }
    const pool = open({
      resolveSecret: (reference) => {
        throw new TaskError('secret-unresolved', `${reference} names nothing here`)
      },
    })
    await expect(pool.get('main')).rejects.toMatchObject({ code: 'secret-unresolved' })
    expect(pool.health('main')).toEqual({ state: 'unresolved', detail: 'env:NOPE names nothing here' })
  })

  it('resolves every reference of a backend, certificates included', async () => {
    const options = { managementUrl: 'env:MANAGEMENT', tls: { ca: 'file:/ca.pem' } }
    registered.main = { name: 'main', kind: 'rabbitmq', url: 'env:AMQP', options }
    await open({ resolveSecret: (reference) => `<${reference}>` }).get('main')
    const [url, managementUrl, ca] = ['<env:AMQP>', '<env:MANAGEMENT>', '<file:/ca.pem>']
    expect(configs).toEqual([{ kind: 'rabbitmq', url, managementUrl, tls: { ca } }])
  })

  it('connects anew when the address has changed, and not when only time has passed', async () => {
    registered.main = { name: 'main', kind: 'postgres', url: 'env:A', options: null }
    const pool = open()
    const first = await pool.get('main')
    nowMs = 6_000
    expect(await pool.get('main')).toBe(first)
    registered.main = { name: 'main', kind: 'postgres', url: 'env:B', options: null }
    nowMs = 12_000
    expect(await pool.get('main')).toBe(made[1])
    expect(first.close).toHaveBeenCalledTimes(1)
  })

  it('forgets on invalidate, and closes everything in the end', async () => {
    const pool = open()
    const first = await pool.get('main')
    await pool.invalidate('main')
    expect(first.close).toHaveBeenCalledTimes(1)
    const second = await pool.get('main')
    await pool.close()
    expect(second.close).toHaveBeenCalledTimes(1)
    await expect(pool.get('main')).rejects.toMatchObject({ code: 'closed' })
  })
})
