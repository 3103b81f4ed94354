/** Messages of programs that do not know us, and ours as such programs see them. */
import { describe, expect, test } from 'vitest'
import { findAmqpTools, findPika, run } from '../../../../scripts/test-servers/foreign-amqp.ts'
import { decodeTask } from '../../wire/envelope.ts'
import { Collector } from '../conformance/collector.ts'
import { envelopeOf } from '../conformance/messages.ts'
import { type TestRoom, workQueue } from './test-room.ts'

const PUBLISH = `
import sys, json, pika
url, queue, mode = sys.argv[1:]
channel = pika.BlockingConnection(pika.URLParameters(url)).channel()
body = json.dumps({"to": "ä@example.com"}).encode()
if mode == "properties":
    p = pika.BasicProperties(message_id="p-1", type="email.send", content_type="application/json", timestamp=1767225600,
        headers={"cloudEvents_specversion": "1.0", "cloudEvents_source": "/python", "partitionkey": "k", "attempt": 2,
                 "traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "x-other": ["kept", "out"]})
else:
    p = pika.BasicProperties(content_type="application/cloudevents+json; charset=utf-8")
    body = json.dumps({"specversion": "1.0", "id": "s-1", "type": "email.send", "source": "/py", "data": {"n": 1}}).encode()
channel.basic_publish("", queue, body, p)
`
const CONSUME = `
import sys, json, pika
channel = pika.BlockingConnection(pika.URLParameters(sys.argv[1])).channel()
method, p, body = channel.basic_get(sys.argv[2])
channel.basic_ack(method.delivery_tag)
print(json.dumps({"id": p.message_id, "type": p.type, "content": p.content_type, "mode": p.delivery_mode,
                  "headers": p.headers, "body": body.decode()}))
`

export function foreignMessages(room: () => TestRoom): void {
  const tools = findAmqpTools()
  const python = findPika()
  const fallback = { type: 'email.send', id: 'generated', now: new Date() }

  describe('amqp-tools', () => {
    test.skipIf(tools === null)('publish a bare JSON body that becomes a task of the queue', async () => {
      const backend = await room().backend()
      const queue = await room().queue(backend)
      run(`${tools}/amqp-publish`, ['-u', room().node.url, '-r', workQueue(queue), '-b', '{"to":"a"}', '-p'])
      const { envelope } = await (await Collector.start(backend, queue)).next()
      expect(decodeTask(envelope, fallback)).toMatchObject({
        ...{ id: 'generated', type: 'email.send', payload: { to: 'a' }, attempt: 1, tracked: false },
      })
    })

    test.skipIf(tools === null)('consume what we publish', async () => {
      const backend = await room().backend()
      const queue = await room().queue(backend)
      await backend.publish([{ queue, envelope: envelopeOf('mine') }])
      const url = room().node.url
      expect(run(`${tools}/amqp-consume`, ['-u', url, '-q', workQueue(queue), '-c', '1', 'cat'])).toBe(
        '{"id":"mine"}',
      )
    })
  })

  describe('pika', () => {
    async function receive(mode: 'properties' | 'structured') {
      const backend = await room().backend()
      const queue = await room().queue(backend)
      run(python ?? '', ['-', room().node.url, workQueue(queue), mode], PUBLISH)
      return decodeTask((await (await Collector.start(backend, queue)).next()).envelope, fallback)
    }

    test.skipIf(python === null)(
      'publishes with message properties and headers, prefixed or plain',
      async () => {
        const task = await receive('properties')
        expect(task).toMatchObject({
          ...{
            id: 'p-1',
            type: 'email.send',
            payload: { to: 'ä@example.com' },
            source: '/python',
            attempt: 2,
          },
          partitionKey: 'k',
          traceparent: expect.stringMatching(/^00-0af7/),
          time: new Date('2026-01-01T00:00:00Z'),
        })
        expect(task.extensions).toEqual({})
      },
    )

    test.skipIf(python === null)('publishes a structured event', async () => {
      expect(await receive('structured')).toMatchObject({ id: 's-1', payload: { n: 1 }, source: '/py' })
    })

    test.skipIf(python === null)(
      'sees properties, CloudEvents headers and trace context of ours',
      async () => {
        const backend = await room().backend()
        const queue = await room().queue(backend)
        const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
        const { attributes, body } = envelopeOf('ours')
        await backend.publish([{ queue, envelope: { attributes: { ...attributes, traceparent }, body } }])
        const seen = JSON.parse(run(python ?? '', ['-', room().node.url, workQueue(queue)], CONSUME))
        expect(seen).toMatchObject({ id: 'ours', type: 'conformance', content: 'application/json', mode: 2 })
        expect(seen.headers).toMatchObject({
          ...{ cloudEvents_id: 'ours', cloudEvents_type: 'conformance', cloudEvents_specversion: '1.0' },
          ...{ cloudEvents_traceparent: traceparent, traceparent, cloudEvents_attempt: '1' },
        })
      },
    )
  })
}
