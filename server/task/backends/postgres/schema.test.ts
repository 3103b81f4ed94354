import pg from 'pg'
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'
import { bootstrap } from './bootstrap.ts'
import { STEPS } from './schema.ts'
import { createScratchDatabase, type ScratchDatabase } from './scratch-database.ts'
import { CLAIM, CLAIM_IN_ORDER } from './statements.ts'

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
  readonly 'Actual Loops': number
  readonly 'Rows Removed by Filter'?: number
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
  const consumer = '00000000-0000-4000-8000-000000000001'
  const insert = (count: number, due: string, key: string | null = null) =>
    database.query(
      `insert into signalbox_queue.task (queue, run_at, attributes, body, order_key, placed_at)
       select 'task.a', now() + $2::interval, '{}', repeat('x', 200)::bytea, $3::text,
         case when $3::text is not null then now() + $2::interval end from generate_series(1, $1)`,
      [count, due, key],
    )
  beforeEach(async () => {
    await withClient(bootstrap)
    await database.query(
      `insert into signalbox_queue.consumer (id, expires_at) values ('${consumer}', now() + '1 h')`,
    )
    await database.query('analyze signalbox_queue.task')
  })

  /** The parts of the plan that read the table of tasks. */
  const scansOf = async (types: string, statement: string, values: string) => {
    const nodes = await withClient(async (client) => {
      await client.query(`prepare claim(${types}) as ${statement}`)
      const explain = `explain (analyze, format json) execute claim('${consumer}', 'task.a', ${values})`
      const { rows } = await client.query(explain)
      return nodesOf(rows[0]['QUERY PLAN'][0].Plan)
    }, '-c enable_seqscan=off -c plan_cache_mode=force_generic_plan')
    return nodes.filter((node) => node['Relation Name'] === 'task')
  }

  test('reads as many index entries as it takes, whatever waits for later and however old the statistics', async () => {
    await insert(20_000, '1 hour')
    await insert(20_000, '-1 second')
    const scans = await scansOf('uuid, text, boolean, int', CLAIM, 'false, 50')
    expect(scans.map((node) => node['Index Name'])).toContain('task_waiting')
    for (const node of scans) {
      expect(node['Node Type']).not.toBe('Seq Scan')
      expect(node['Actual Rows']).toBeLessThanOrEqual(50)
    }
  })

  test('in the order of keys reads one task of each key, whatever waits behind it', async () => {
    for (const key of ['a', 'b', 'c', 'd']) await insert(10_000, '-1 second', key)
    await insert(10_000, '-1 second')
    const scans = await scansOf('uuid, text, int, text', CLAIM_IN_ORDER, "50, ''")
    expect(scans.map((node) => node['Index Name'])).toContain('task_in_line')
    for (const node of scans) {
      expect(node['Node Type']).not.toBe('Seq Scan')
      expect(node['Actual Rows'] * node['Actual Loops']).toBeLessThanOrEqual(4)
      expect(node['Rows Removed by Filter'] ?? 0).toBe(0)
    }
  })
})
