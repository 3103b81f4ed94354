import { describe, expect, test } from 'vitest'
import type { BackendConfig } from '../config.ts'
import type { BackendKind } from './backend.ts'
import { capabilitiesOf, createBackend } from './registry.ts'

const options = { namespace: 'task' }

describe('the registry of backends', () => {
  test('makes a backend whose capabilities are the ones it declares beforehand', async () => {
    for (const config of [
      { kind: 'memory' },
      { kind: 'postgres', url: 'postgresql://127.0.0.1:1/none' },
      { kind: 'rabbitmq', url: 'amqp://127.0.0.1:1' },
      { kind: 'redis', url: 'redis://127.0.0.1:1' },
      { kind: 'rabbitmq', url: 'amqp://127.0.0.1:1', managementUrl: 'http://127.0.0.1:2' },
      { kind: 'kafka', url: '127.0.0.1:1', partitions: 1 },
    ] as const) {
      const backend = await createBackend(config, options)
      expect(backend.kind).toBe(config.kind)
      expect(backend.capabilities).toEqual(capabilitiesOf(config.kind, config))
      await backend.close()
    }
  })

  test('says which kinds there are when it is asked for another', async () => {
    const unsupported = expect.objectContaining({
      code: 'backend-unsupported',
      message: expect.stringContaining('"carrier-pigeon"; expected one of memory, postgres, rabbitmq'),
    })
    const kind = 'carrier-pigeon' as BackendKind
    expect(() => capabilitiesOf(kind)).toThrow(unsupported)
    await expect(createBackend({ kind } as BackendConfig, options)).rejects.toEqual(unsupported)
  })

  test.each([
    { kind: 'postgres', url: 'postgresql://127.0.0.1:1/none' },
    { kind: 'rabbitmq', url: 'amqp://127.0.0.1:1' },
    { kind: 'redis', url: 'redis://127.0.0.1:1' },
    { kind: 'kafka', url: '127.0.0.1:1', partitions: 1 },
  ] as const)(
    'tells that a $kind which does not answer is unavailable, and can be asked again',
    async (config) => {
      const backend = await createBackend(config, options)
      const away = expect.objectContaining({ code: 'backend-unavailable', retryable: true })
      await expect(backend.connect()).rejects.toEqual(away)
      await expect(backend.connect()).rejects.toEqual(away)
      await backend.close()
    },
  )
})
