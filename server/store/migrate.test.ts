import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { migrate } from './migrate.ts'
import { createEmptyDatabase } from './test-database.ts'

describe('migrate', () => {
  let database: Awaited<ReturnType<typeof createEmptyDatabase>>
  beforeAll(async () => {
    database = await createEmptyDatabase(inject('postgresUrl'))
  })
  afterAll(() => database.drop())

  it('applies every migration once, even when two processes start together', async () => {
    const runs = await Promise.all([migrate(database.url), migrate(database.url)])
    expect(runs.flat()).toContain('20261124000000_init')
    expect(new Set(runs.flat()).size).toBe(runs.flat().length)
    expect(await migrate(database.url)).toEqual([])
  })
})
