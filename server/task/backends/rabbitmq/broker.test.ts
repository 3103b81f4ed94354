/** What only RabbitMQ can do or go wrong with; the contract of all backends is proven in `rabbitmq.test.ts`. */
import { stdout } from 'node:process'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { whyNoRabbitNode } from '../../../../scripts/test-servers/rabbitmq.ts'
import { envelopeOf } from '../conformance/messages.ts'
import { delays } from './test-delays.ts'
import { foreignMessages } from './test-foreign.ts'
import { outages } from './test-outages.ts'
import { refusals } from './test-refusals.ts'
import { TestRoom } from './test-room.ts'
import { privateAuthority } from './test-tls.ts'

const reason = whyNoRabbitNode()
if (reason !== null) test.skip(`a RabbitMQ node of our own (${reason})`)
else
  describe('a RabbitMQ node of our own', () => {
    let room: TestRoom
    beforeAll(async () => {
      room = await TestRoom.open()
    }, 120_000)
    afterEach(() => room.closeBackends())
    afterAll(() => room?.close())

    describe('foreign programs', () => foreignMessages(() => room))
    describe('refusals', () => refusals(() => room))
    describe('a private certificate authority', () => privateAuthority(() => room))
    delays(() => room)

    test('a window of unconfirmed publishes is faster than one at a time', async () => {
      const backend = await room.backend()
      const queue = await room.queue(backend)
      const rate = async (count: number, batchSize: number) => {
        const startedAt = performance.now()
        for (let at = 0; at < count; at += batchSize)
          await backend.publish(
            Array.from({ length: batchSize }, (_, index) => ({
              queue,
              envelope: envelopeOf(`${at + index}`, Buffer.alloc(1_024, 'x')),
            })),
          )
        return Math.round((count / (performance.now() - startedAt)) * 1_000)
      }
      const [window, single] = [await rate(20_000, 5_000), await rate(500, 1)]
      stdout.write(`RabbitMQ publish, 1 KB: ${window}/s in batches of 5,000, ${single}/s one at a time\n`)
      expect(window).toBeGreaterThan(single)
    })

    outages(() => room)
  })
