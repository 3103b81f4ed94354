/** What only Redis can do or go wrong with; the contract of all backends is proven in `redis.test.ts`. */
import { afterAll, afterEach, beforeAll, describe, test } from 'vitest'
import { whyNoRedisNode } from '../../../../scripts/test-servers/redis.ts'
import { delays } from './test-delays.ts'
import { foreignMessages } from './test-foreign.ts'
import { leases } from './test-leases.ts'
import { refusals } from './test-refusals.ts'
import { TestRoom } from './test-room.ts'
import { privateAuthority } from './test-tls.ts'

const reason = whyNoRedisNode()
if (reason !== null) test.skip(`a Redis server of our own (${reason})`)
else
  describe('a Redis server of our own', () => {
    let room: TestRoom
    beforeAll(async () => {
      room = await TestRoom.open()
    }, 120_000)
    afterEach(() => room.closeBackends())
    afterAll(() => room?.close())

    describe('foreign programs', () => foreignMessages(() => room))
    describe('refusals', () => refusals(() => room))
    describe('leases', () => leases(() => room))
    describe('delays', () => delays(() => room))
    describe('a private certificate authority', () => privateAuthority())
  })
