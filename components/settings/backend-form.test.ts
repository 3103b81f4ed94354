import { expect, it } from 'vitest'
import { backendFormOf, optionsOf } from './backend-form'
import type { Backend } from './use-backends'

const kafka = {
  name: 'events',
  kind: 'kafka',
  url: 'env:KAFKA_BROKERS',
  description: '',
  options: { partitions: 24, tls: { ca: 'file:/ca.pem' } },
} as unknown as Backend

it('begins with what is stored, and sends it back unchanged', () => {
  const form = backendFormOf(kafka)
  expect(form).toMatchObject({ kind: 'kafka', url: 'env:KAFKA_BROKERS', partitions: '24' })
  expect(optionsOf(form, kafka.options)).toEqual(kafka.options)
})

it('keeps what it does not show when a field is emptied', () => {
  const form = { ...backendFormOf(kafka), partitions: ' ' }
  expect(optionsOf(form, kafka.options)).toEqual({ tls: { ca: 'file:/ca.pem' } })
})

it('sends only what the kind has', () => {
  const form = { ...backendFormOf(null), kind: 'redis' as const, managementUrl: 'env:M', partitions: '3' }
  expect(optionsOf(form, null)).toBeNull()
  expect(optionsOf({ ...form, kind: 'rabbitmq' }, null)).toEqual({ managementUrl: 'env:M' })
})
