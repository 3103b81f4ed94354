import { expect, test } from 'vitest'
import { resolveBackend } from './resolve-backend.ts'

const values: Record<string, string> = {
  'env:RABBITMQ_URL': 'amqps://broker',
  'env:REDIS_URL': 'rediss://server',
  'env:RABBITMQ_MANAGEMENT_URL': 'https://broker:15671',
  'file:/ca.pem': 'PEM',
}
const secrets = {
  resolve: async (reference: string) => values[reference] ?? Promise.reject(new Error(reference)),
}

test('every reference of a backend is resolved, certificates included', async () => {
  const config = {
    kind: 'rabbitmq',
    url: 'env:RABBITMQ_URL',
    managementUrl: 'env:RABBITMQ_MANAGEMENT_URL',
    tls: { ca: 'file:/ca.pem' },
  } as const
  expect(await resolveBackend(secrets, config)).toEqual({
    kind: 'rabbitmq',
    url: 'amqps://broker',
    managementUrl: 'https://broker:15671',
    tls: { ca: 'PEM' },
  })
  expect(await resolveBackend(secrets, { kind: 'memory' })).toEqual({ kind: 'memory' })
})

test('a certificate that does not resolve is an error, not a connection without it', async () => {
  const config = { kind: 'rabbitmq', url: 'amqps://broker', tls: { key: 'file:/nowhere' } } as const
  await expect(resolveBackend(secrets, config)).rejects.toThrow('file:/nowhere')
})

test('the certificates of Redis are resolved, too', async () => {
  const config = { kind: 'redis', url: 'env:REDIS_URL', tls: { ca: 'file:/ca.pem' } } as const
  expect(await resolveBackend(secrets, config)).toEqual({
    kind: 'redis',
    url: 'rediss://server',
    tls: { ca: 'PEM' },
  })
})
