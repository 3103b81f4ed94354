import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { createTestRooms, type TestRooms } from '../assignments/test-rooms.ts'
import { type Auth, createAuth } from '../auth/auth.ts'
import { startActor } from '../auth/bootstrap.ts'
import { listTokens, revokeToken } from '../auth/tokens.ts'
import { readBackends } from '../store/backends.ts'
import { TaskError } from '../task/index.ts'
import { machineToken, registerFirstBackends } from './first-start.ts'

describe('a first start', () => {
  let rooms: TestRooms
  let auth: Auth
  beforeAll(async () => {
    rooms = await createTestRooms(inject('postgresUrl'))
    const log = pino({ level: 'silent' })
    auth = createAuth({
      database: rooms.database,
      secret: 'x'.repeat(32),
      baseUrl: 'http://127.0.0.1:3000',
      log,
    })
  })
  afterAll(() => rooms.close())
  const names = async () =>
    (await readBackends(rooms.database.prisma)).map(({ name, url }) => `${name} ${url}`)

  it('registers the database as backend and says which brokers it cannot use', async () => {
    const capabilitiesOf: TestRooms['capabilitiesOf'] = (kind) => {
      if (kind === 'kafka') throw new TaskError('backend-unsupported', 'not in this release')
      return rooms.capabilitiesOf(kind)
    }
    const notes = await registerFirstBackends({ ...rooms, capabilitiesOf }, { kafka: 'kafka:9092' })
    expect(await names()).toEqual(['postgres env:DATABASE_URL'])
    expect(notes).toEqual([
      'KAFKA_BROKERS is set, but this release has no Kafka backend yet: it is not registered.',
    ])
  })

  it('leaves a registry that somebody uses as it is', async () => {
    await rooms.database.prisma.backend.update({ where: { name: 'postgres' }, data: { name: 'main' } })
    await registerFirstBackends(rooms, {})
    expect(await names()).toEqual(['main env:DATABASE_URL'])
  })

  it('registers RabbitMQ with its management API when the environment names it', async () => {
    const broker = { rabbitmq: 'amqp://mq', rabbitmqManagement: 'http://mq:15672' }
    for (const [brokers, options] of [
      [broker, { managementUrl: 'env:RABBITMQ_MANAGEMENT_URL' }],
      [{ rabbitmq: broker.rabbitmq }, null],
    ] as const) {
      await rooms.database.prisma.backend.deleteMany()
      await registerFirstBackends(rooms, brokers)
      const found = (await readBackends(rooms.database.prisma)).find(({ name }) => name === 'rabbitmq')
      expect(found).toMatchObject({ kind: 'rabbitmq', url: 'env:RABBITMQ_URL', options })
    }
  })

  it('keeps the token of this machine while it is good, and makes another when it was revoked', async () => {
    const first = await machineToken(auth, null)
    expect(await machineToken(auth, first)).toBe(first)
    const [row] = await listTokens(auth, startActor)
    expect(row).toMatchObject({ name: 'this machine', scopes: ['worker', 'publish', 'read', 'operate'] })
    await revokeToken(auth, { actor: startActor, requestId: 'test' }, row?.id ?? '')
    const second = await machineToken(auth, first)
    expect(second).not.toBe(first)
    expect(await machineToken(auth, 'sbx_from-another-database')).not.toBe(second)
  })
})
