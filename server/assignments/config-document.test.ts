import { expect, test } from 'vitest'
import type { AssignedType, ConfigSource } from '../store/config-source.ts'
import { parseConfig } from '../task/index.ts'
import { buildConfigDocument, etagOf } from './config-document.ts'
import { INSTALLATION } from './test-rooms.ts'

const RETRY = { maxAttempts: 10, initialMs: 1_000, factor: 2, maxMs: 3_600_000, jitter: 0.2 }

const assigned = (more: Partial<AssignedType> = {}): AssignedType => ({
  role: 'consumer',
  type: 'email.send',
  workers: 8,
  handler: { kind: 'http', url: 'https://mailer.example/tasks', secret: 'env:MAILER_SECRET' },
  paused: false,
  rateLimit: null,
  queueName: null,
  retry: RETRY,
  timeoutMs: 30_000,
  payloadSchema: null,
  order: 'none',
  typeRateLimit: null,
  consumers: [],
  formers: [],
  backend: 'main',
  backendKind: 'postgres',
  backendOptions: null,
  backendUrl: 'env:DATABASE_URL',
  overridden: false,
  ...more,
})
const producer = assigned({ role: 'producer', type: 'email.sent', workers: null, handler: null })
const source = (...all: AssignedType[]): ConfigSource => ({
  project: 'mailer',
  revision: 42,
  assigned: all,
  nextExpiry: null,
})
const build = (all: AssignedType[], live: Record<string, number> = {}) =>
  buildConfigDocument(source(...all), INSTALLATION, (name) => live[name] ?? 0)
const rateOf = (more: Partial<AssignedType>, live: Record<string, number> = {}) =>
  build([assigned(more)], live).consumers[0]?.rateLimit

test('is a document that the core accepts as it is', () => {
  const document = build([
    assigned({ queueName: 'legacy.mail', payloadSchema: { type: 'object' }, order: 'key' }),
    producer,
  ])
  expect(parseConfig(document)).toEqual(document)
  expect(document).toMatchObject({
    project: 'mailer',
    revision: 42,
    backends: { main: { kind: 'postgres', url: 'env:DATABASE_URL' } },
    producers: [{ type: 'email.sent', backend: 'main' }],
    consumers: [{ type: 'email.send', queueName: 'legacy.mail', workers: 8, order: 'key' }],
  })
})

test('has the same bytes in whatever order its parts were read', () => {
  const other = assigned({ type: 'a.task', backend: 'other', backendKind: 'memory', backendUrl: null })
  const bytes = (all: AssignedType[]) => etagOf(JSON.stringify(build(all)))
  expect(bytes([other, producer, assigned()])).toBe(bytes([assigned(), producer, other]))
  expect(bytes([assigned()])).not.toBe(bytes([assigned({ workers: 9 })]))
})

test('pauses a consumer by its assignment or by an override', () => {
  const paused = (more: Partial<AssignedType>) => build([assigned(more)]).consumers[0]?.paused
  expect([paused({}), paused({ paused: true }), paused({ overridden: true })]).toEqual([false, true, true])
})

test("divides a type's limit by the live instances of all its consumers", () => {
  const shared = { typeRateLimit: 100, consumers: ['mailer', 'monolith'] }
  expect(rateOf({})).toBeNull()
  expect(rateOf(shared, { mailer: 3, monolith: 1 })).toBe(25)
  expect(rateOf(shared, { monolith: 4 })).toBe(20)
  expect(rateOf(shared)).toBe(100)
  expect(rateOf({ ...shared, rateLimit: 30 }, { mailer: 3, monolith: 1 })).toBe(10)
  expect(rateOf({ ...shared, typeRateLimit: 0.001 }, { mailer: 3 })).toBe(0.001)
})
