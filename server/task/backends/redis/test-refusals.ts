/** What the server refuses, and how we say so. */
import { describe, expect, test } from 'vitest'
import { Collector } from '../conformance/collector.ts'
import { eventually, until } from '../conformance/eventually.ts'
import { envelopeOf, idOf, outgoing } from '../conformance/messages.ts'
import { RedisConnection } from './connection.ts'
import { createRedisBackend } from './redis-backend.ts'
import { risksOf } from './server-check.ts'
import { streamOf, TestRoom } from './test-room.ts'
import { DEFAULT_TUNING } from './tuning.ts'

const CLUSTERED = { 'cluster-enabled': 'yes', 'cluster-node-timeout': '2000' }

export function refusals(room: () => TestRoom): void {
  const command = (...args: string[]) => room().node.command(...args)

  describe('a key that holds something else', () => {
    test('is a mismatch that names the key and says what to do; the backend goes on', async () => {
      const backend = await room().backend()
      const queue = { type: 'mismatch.work' }
      await command('SET', streamOf(queue), 'mine')
      const mismatch = {
        code: 'queue-mismatch',
        message: expect.stringMatching(/"task:\{mismatch\.work\}" holds .*rename or delete it/),
        context: { key: streamOf(queue) },
      }
      await expect(backend.declare(queue)).rejects.toMatchObject(mismatch)
      await expect(backend.publish(outgoing(queue, 1))).rejects.toMatchObject(mismatch)
      await expect(Collector.start(backend, queue)).rejects.toMatchObject(mismatch)
      const other = await room().queue(backend)
      await backend.publish(outgoing(other, 1))
      await (await Collector.start(backend, other)).next()
    })

    test('is found beside the stream, too', async () => {
      const backend = await room().backend()
      const queue = { type: 'mismatch.side' }
      await command('SADD', `${streamOf(queue)}:delayed`, 'mine')
      await expect(backend.declare(queue)).rejects.toMatchObject({
        code: 'queue-mismatch',
        message: expect.stringContaining('holds a set'),
      })
    })

    test('takes the place of a stream that is consumed: the consumer is broken, and says so', async () => {
      const backend = await room().backend({ tuning: { blockMs: 200 } })
      const queue = await room().queue(backend)
      const collector = await Collector.start(backend, queue)
      await command('DEL', streamOf(queue))
      await command('SET', streamOf(queue), 'mine')
      await until('it is broken', () => collector.errors.length === 1)
      expect(collector.errors[0]).toMatchObject({ code: 'queue-mismatch', context: { key: streamOf(queue) } })
    })
  })

  test('a named stream that does not exist is said at once', async () => {
    const backend = await room().backend()
    const missing = expect.objectContaining({
      code: 'queue-mismatch',
      message: expect.stringContaining('"nowhere"'),
    })
    await expect(backend.declare({ type: 'mismatch.none', queueName: 'nowhere' })).rejects.toEqual(missing)
    await expect(Collector.start(backend, { type: 'x', queueName: 'nowhere' })).rejects.toEqual(missing)
  })

  test('a named stream that other groups read is refused, because they would miss what we remove', async () => {
    const backend = await room().backend()
    await command('XGROUP', 'CREATE', 'shared', 'billing', '0', 'MKSTREAM')
    await expect(backend.declare({ type: 'mismatch.shared', queueName: 'shared' })).rejects.toMatchObject({
      code: 'queue-mismatch',
      message: expect.stringContaining('(billing)'),
    })
  })

  test('a stream that is deleted while it is consumed is made again', async () => {
    const backend = await room().backend()
    const queue = await room().queue(backend)
    const collector = await Collector.start(backend, queue)
    await command('DEL', streamOf(queue))
    await backend.publish(outgoing(queue, 1))
    expect(idOf((await collector.next()).envelope)).toBe('t0')
    expect(collector.errors).toEqual([])
  })

  test('full memory refuses publishes, clearly and at once, but neither retries nor the dead; then it goes on', async () => {
    const backend = await room().backend()
    const queue = await room().queue(backend)
    const reasons: (string | null)[] = []
    backend.on('blocked', (reason) => reasons.push(reason))
    await backend.publish(outgoing(queue, 3))
    const collector = await Collector.start(backend, queue)
    const [done, again, doomed] = await collector.take(3)
    await command('CONFIG', 'SET', 'maxmemory', '1mb')
    try {
      const full = {
        code: 'backend-unavailable',
        retryable: true,
        message: expect.stringContaining('maxmemory'),
      }
      await expect(backend.publish(outgoing(queue, 2))).rejects.toMatchObject(full)
      const later = outgoing(queue, 1, { dueAt: new Date(Date.now() + 60_000) })
      await expect(backend.publish(later)).rejects.toMatchObject(full)
      expect(reasons).toEqual([expect.stringContaining('memory is full')])
      await done?.ack()
      await doomed?.dead(envelopeOf('letter'))
      await again?.retry(envelopeOf('again'), new Date(Date.now() + 100))
      expect(idOf((await collector.next()).envelope)).toBe('again')
    } finally {
      await command('CONFIG', 'SET', 'maxmemory', '0')
    }
    await until('it is told', () => reasons.at(-1) === null)
    await backend.publish(outgoing(queue, 1, { prefix: 'after' }))
    expect(idOf((await collector.next()).envelope)).toBe('after0')
  })

  test('a read-only replica refuses publishes and says so', async () => {
    const backend = await room().backend()
    const queue = await room().queue(backend)
    await command('REPLICAOF', '127.0.0.1', '1')
    try {
      await expect(backend.publish(outgoing(queue, 1))).rejects.toMatchObject({
        code: 'backend-unavailable',
        message: expect.stringContaining('read-only replica'),
      })
    } finally {
      await command('REPLICAOF', 'NO', 'ONE')
    }
    const collector = await Collector.start(backend, queue)
    await backend.publish(outgoing(queue, 1, { prefix: 'after' }))
    expect(idOf((await collector.next()).envelope)).toBe('after0')
  })

  test('a wrong password is said, and not repeated in the message', async () => {
    await command('ACL', 'SETUSER', 'worker', 'on', '>s3cret:/@', '~*', '+@all')
    const url = (password: string) =>
      room().node.url.replace('//', `//worker:${encodeURIComponent(password)}@`)
    const failure = await room()
      .make({ url: url('wrong') })
      .connect()
      .catch((error) => error)
    expect(failure).toMatchObject({
      code: 'backend-unavailable',
      message: expect.stringContaining('WRONGPASS'),
    })
    expect(JSON.stringify(failure) + failure.message).not.toContain('wrong@')
    const backend = await room().backend({ url: `${url('s3cret:/@')}/3` })
    const queue = await room().queue(backend)
    await backend.publish(outgoing(queue, 1))
    expect(await command('EXISTS', streamOf(queue)), 'it is in database 3').toBe(0)
  })

  test.each([
    ['http://localhost', 'redis:// or rediss://'],
    ['redis://localhost/main', 'number of a database'],
  ])('the address %s is refused with what was expected', (url, expected) => {
    const make = () => createRedisBackend({ url, namespace: 'task', now: () => new Date() })
    expect(make).toThrow(
      expect.objectContaining({ code: 'config-invalid', message: expect.stringContaining(expected) }),
    )
  })

  test('a cluster of several primaries is refused, one of a single primary is not', async () => {
    const [one, two] = await Promise.all([TestRoom.open(CLUSTERED), TestRoom.open(CLUSTERED)])
    try {
      await one.node.command('CLUSTER', 'ADDSLOTSRANGE', '0', '16383')
      await eventually(async () => expect(await one.node.command('CLUSTER', 'INFO')).toContain('state:ok'))
      const backend = await one.backend()
      const queue = await one.queue(backend)
      await backend.publish(outgoing(queue, 1))
      await (await (await Collector.start(backend, queue)).next()).ack()
      await one.node.command('CLUSTER', 'DELSLOTSRANGE', '0', '8191')
      await two.node.command('CLUSTER', 'ADDSLOTSRANGE', '0', '8191')
      await one.node.command('CLUSTER', 'MEET', '127.0.0.1', String(two.node.port))
      await eventually(() =>
        expect(one.make().connect()).rejects.toMatchObject({
          code: 'backend-unsupported',
          message: expect.stringContaining('Redis Cluster of 2 primaries'),
        }),
      )
    } finally {
      await Promise.all([one.close(), two.close()])
    }
  })

  test('settings that would lose tasks are told', async () => {
    const connection = new RedisConnection({ url: room().node.url }, 'test', DEFAULT_TUNING)
    await connection.open()
    expect(await risksOf(connection)).toEqual([])
    await command('CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru')
    await command('CONFIG', 'SET', 'appendonly', 'no')
    const risks = await risksOf(connection)
    await command('CONFIG', 'SET', 'maxmemory-policy', 'noeviction')
    await command('CONFIG', 'SET', 'appendonly', 'yes')
    expect(risks).toEqual([
      expect.stringContaining('allkeys-lru'),
      expect.stringContaining('appendonly is off'),
    ])
    await connection.close()
  })
}
