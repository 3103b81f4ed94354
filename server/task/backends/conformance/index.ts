/**
 * One suite for every backend. It reads the capability record: what a backend promises is proven, what it does not
 * promise is not asked for. Fault cases run where the backend is durable, against a broker of their own.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { benchOf } from './bench.ts'
import { cancelling } from './cancelling.ts'
import { consuming } from './consuming.ts'
import { faults } from './faults.ts'
import { guaranteesOf } from './guarantee.ts'
import { inspecting } from './inspecting.ts'
import { ordering, orderingFaults } from './ordering.ts'
import { publishing } from './publishing.ts'
import { settling } from './settling.ts'
import type { FaultyBroker, Subject } from './subject.ts'
import { unique } from './unique.ts'

export function describeBackend(name: string, subject: Subject): void {
  const { capabilities, create } = subject
  const guarantee = guaranteesOf(name, capabilities)
  describe(`${name}: contract`, () => {
    const bench = benchOf(create)
    test('declares the capabilities it is tested for', async () => {
      expect((await bench.backend()).capabilities).toEqual(capabilities)
    })
    describe('publish', () => publishing(guarantee, bench, subject.makeExistingQueue))
    describe('consume', () => consuming(guarantee, bench))
    describe('settle', () => settling(guarantee, bench, capabilities))
    describe('inspect', () => inspecting(guarantee, bench, capabilities))
    describe('unique', () => unique(guarantee.where('unique'), bench))
    describe('cancel', () => cancelling(guarantee.where('cancel'), bench))
    describe('order by key', () => ordering(guarantee.where('orderByKey'), bench))
  })
  const { faults: breakable } = subject
  describe(`${name}: faults`, () => {
    let broker: FaultyBroker
    beforeAll(async () => {
      if (breakable !== undefined) broker = await breakable()
    }, 120_000)
    afterAll(() => broker?.remove())
    faults(guarantee.where('durable'), () => broker)
    orderingFaults(guarantee.where('durable').where('orderByKey'), () => broker)
  })
}
