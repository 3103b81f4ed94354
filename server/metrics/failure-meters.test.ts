import { Registry } from 'prom-client'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { moveFailures } from '../store/failure-status.ts'
import { createTestDatabase, type TestDatabase } from '../store/test-database.ts'
import { addFailures } from '../store/test-failures.ts'
import { inTransaction } from '../store/transaction.ts'
import { createFailureMeters } from './failure-meters.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'))
})
afterAll(() => database.drop())

describe('the metrics of dead tasks', () => {
  it('tell how many are in which status, and how many there ever were', async () => {
    await addFailures(database, [{ deadId: 'a' }, { deadId: 'b' }, { reason: 'timeout' }], 'invoice.render')
    await addFailures(database, [{}], 'email.send')
    await inTransaction(database, (tx) =>
      moveFailures(tx, { deadIds: ['a'], from: ['dead'], to: 'archived' }),
    )
    const register = new Registry()
    const meters = createFailureMeters(register, database)
    await meters.refresh()
    await meters.refresh()
    const text = await register.metrics()
    expect(text).toContain('signalbox_failures{type="invoice.render",status="dead"} 2')
    expect(text).toContain('signalbox_failures{type="invoice.render",status="archived"} 1')
    expect(text).toContain('signalbox_failures{type="email.send",status="dead"} 1')
    expect(text).toContain('signalbox_failures_total{type="invoice.render",reason="exhausted"} 2')
    expect(text).toContain('signalbox_failures_total{type="invoice.render",reason="timeout"} 1')
    meters.reset()
    expect(await register.metrics()).not.toContain('signalbox_failures{')
  })
})
