import pg from 'pg'
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'
import { bootstrap } from './bootstrap.ts'
import { STEPS } from './schema.ts'
import { createScratchDatabase, type ScratchDatabase } from './scratch-database.ts'
import { CLAIM } from './statements.ts'

let database: ScratchDatabase
beforeEach(async () => {
  database = await createScratchDatabase(inject('postgresUrl'))
})
afterEach(() => database.drop())

async function withClient<T>(use: (client: pg.Client) => Promise<T>, options?: string): Promise<T> {
  const client = new pg.Client({ connectionString: database.url, ...(options ? { options } : {}) })
  await client.connect()
  try {
    return await use(client)
  } finally {
    await client.end()
  }
}

interface PlanNode {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Index Name'?: string
  readonly 'Actual Rows': number
  readonly Plans?: readonly PlanNode[]
}

const nodesOf = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)]

describe('the queue tables', () => {
  test('are made once when many processes start at the same time', async () => {
    await Promise.all(Array.from({ length: 12 }, () => withClient(bootstrap)))
    const { rows } = await database.query('select version from signalbox_queue.schema_version')
    expect(rows).toEqual(STEPS.map((_step, index) => ({ version: index + 1 })))
  })

  test('of a newer version are left alone, with an error that says so', async () => {
    await withClient(bootstrap)
    await database.query('insert into signalbox_queue.schema_version (version) values (999)')
    await expect(withClient(bootstrap)).rejects.toMatchObject({
      code: 'backend-unsupported',
      message: expect.stringContaining('version 999'),
    })
  })

  test('need no right to create anything once they stand', async () => {
    await withClient(bootstrap)
    const role = `reader_${database.url.slice(-12)}`
    await database.query(`create role ${role}`)
    try {
      await database.query(`grant usage on schema signalbox_queue to ${role}`)
      await database.query(`grant select on all tables in schema signalbox_queue to ${role}`)
      await withClient(async (client) => {
        await client.query(`set role ${role}`)
        await bootstrap(client)
      })
    } finally {
      await database.query(`drop owned by ${role}`)
      await database.query(`drop role ${role}`)
    }
  })
})

describe('the claim', () => {
  test('reads as many index entries as it takes, whatever waits for later and however old the statistics', async () => {
    await withClient(bootstrap)
    const consumer = '00000000-0000-4000-8000-000000000001'
    await database.query(
      `insert into signalbox_queue.consumer (id, expires_at) values ('${consumer}', now() + '1 h')`,
    )
    await database.query('analyze signalbox_queue.task')
    const insert = (count: number, due: string) =>
      database.query(
        `insert into signalbox_queue.task (queue, run_at, attributes, body)
         select 'task.a', now() + $2::interval, '{}', repeat('x', 200)::bytea from generate_series(1, $1)`,
        [count, due],
      )
    await insert(20_000, '1 hour')
    await insert(20_000, '-1 second')
    const nodes = await withClient(async (client) => {
      await client.query(`prepare claim(uuid, text, boolean, int) as ${CLAIM}`)
      const explain = `explain (analyze, format json) execute claim('${consumer}', 'task.a', false, 50)`
      const { rows } = await client.query(explain)
      return nodesOf(rows[0]['QUERY PLAN'][0].Plan)
    }, '-c enable_seqscan=off -c plan_cache_mode=force_generic_plan')
    const scans = nodes.filter((node) => node['Relation Name'] === 'task')
    expect(scans.map((node) => node['Index Name'])).toContain('task_waiting')
    for (const node of scans) {
      expect(node['Node Type']).not.toBe('Seq Scan')
      expect(node['Actual Rows']).toBeLessThanOrEqual(50)
    }
  })
})
