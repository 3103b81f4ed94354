/** Messages of programs that do not know us, and ours as such programs see them. */
import { describe, expect, test } from 'vitest'
import { decodeTask } from '../../wire/envelope.ts'
import { Collector } from '../conformance/collector.ts'
import { envelopeOf, idOf } from '../conformance/messages.ts'
import { streamOf, type TestRoom } from './test-room.ts'

export function foreignMessages(room: () => TestRoom): void {
  const fallback = { type: 'email.send', id: 'generated', now: new Date() }

  async function received(...fields: string[]) {
    const backend = await room().backend()
    const queue = await room().queue(backend)
    const entryId = await room().node.command('XADD', streamOf(queue), '*', ...fields)
    const { envelope } = await (await Collector.start(backend, queue)).next()
    return { envelope, entryId }
  }

  describe('an entry of another program', () => {
    test('with the documented fields is a task', async () => {
      const { envelope } = await received(
        ...['specversion', '1.0', 'id', 'p-1', 'type', 'email.send', 'source', '/python'],
        ...['datacontenttype', 'application/json', 'time', '2026-01-01T00:00:00Z', 'partitionkey', 'k'],
        ...['attempt', '2', 'traceparent', '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'],
        ...['data', '{"to":"ä@example.com"}'],
      )
      expect(decodeTask(envelope, fallback)).toMatchObject({
        ...{
          id: 'p-1',
          type: 'email.send',
          source: '/python',
          attempt: 2,
          partitionKey: 'k',
          extensions: {},
        },
        payload: { to: 'ä@example.com' },
        time: new Date('2026-01-01T00:00:00Z'),
        traceparent: expect.stringMatching(/^00-0af7/),
      })
    })

    test('with nothing but data is a task of the queue, under the id of its entry', async () => {
      const { envelope, entryId } = await received('data', '{"to":"a"}')
      const expected = { id: entryId, type: 'email.send', payload: { to: 'a' }, attempt: 1, tracked: false }
      expect(decodeTask(envelope, fallback)).toMatchObject(expected)
    })

    test('with a structured event keeps the id of the event', async () => {
      const event = { specversion: '1.0', id: 's-1', type: 'email.send', source: '/py', data: { n: 1 } }
      const { envelope } = await received(
        ...['datacontenttype', 'application/cloudevents+json', 'data', JSON.stringify(event)],
      )
      expect(decodeTask(envelope, fallback)).toMatchObject({ id: 's-1', payload: { n: 1 }, source: '/py' })
    })

    test('with fields that are none of ours is malformed, and nothing of it is lost', async () => {
      const { envelope, entryId } = await received('to', 'a', 'subject', 'b')
      expect(() => decodeTask(envelope, fallback)).toThrow(/expected JSON/)
      expect(Buffer.from(envelope.body).toString()).toBe('expected a field "data", got:\nto: a\nsubject: b\n')
      expect(idOf(envelope)).toBe(entryId)
    })

    test('with data that is no JSON is malformed', async () => {
      const { envelope } = await received('data', '{"to":')
      expect(() => decodeTask(envelope, fallback)).toThrow(/expected JSON/)
    })
  })

  test('a task of ours is an entry with a field per attribute, and data', async () => {
    const backend = await room().backend()
    const queue = await room().queue(backend)
    await backend.publish([{ queue, envelope: envelopeOf('mine') }])
    const entries = (await room().node.command('XRANGE', streamOf(queue), '-', '+')) as [string, string[]][]
    const fields = entries[0]?.[1] ?? []
    const seen = Object.fromEntries(
      fields.flatMap((name, at) => (at % 2 === 0 ? [[name, fields[at + 1]]] : [])),
    )
    expect(seen).toEqual({ ...envelopeOf('mine').attributes, data: '{"id":"mine"}' })
  })

  test('a stream that is there already is worked off from its first entry', async () => {
    const backend = await room().backend()
    for (const n of ['1', '2', '3']) await room().node.command('XADD', 'legacy stream', '*', 'data', n)
    const queue = { type: 'legacy.work', queueName: 'legacy stream' }
    await backend.declare(queue)
    const collector = await Collector.start(backend, queue)
    const came = await collector.take(3)
    expect(came.map(({ envelope }) => Buffer.from(envelope.body).toString())).toEqual(['1', '2', '3'])
    await came[0]?.retry(envelopeOf('again'), new Date(Date.now() + 100))
    expect(idOf((await collector.next()).envelope)).toBe('again')
    await came[1]?.dead(envelopeOf('letter'))
    expect(await room().node.command('XLEN', 'task:{legacy.work}:dead')).toBe(1)
  })
}
