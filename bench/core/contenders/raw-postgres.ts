/**
 * Postgres by hand, as it is usually written: rows, SKIP LOCKED, and one transaction around as many tasks as there are
 * workers, so that a crash gives them back. No lease, no batches beyond that, one statement after the other.
 */
import pg from 'pg'
import type { Contender, Payload } from '../contender.ts'
import { waitUntilNone } from './wait-until-none.ts'

const POOL = 10
const POLL_MS = 1_000
const MAKE = `
create table task (id bigint generated always as identity primary key, run_at timestamptz not null default now(),
  attempt int not null default 1, payload json not null);
create index on task (run_at, id)`
const ADD = {
  name: 'add',
  text: `with added as (insert into task (payload) values ($1::json)) select pg_notify('task', '')`,
}
const ADD_MANY = {
  name: 'add-many',
  text: `with added as (insert into task (payload) select value from json_array_elements($1::json))
    select pg_notify('task', '')`,
}
const TAKE = {
  name: 'take',
  text: `select id, attempt, payload from task where run_at <= now() order by run_at, id limit $1
    for update skip locked`,
}
const DONE = { name: 'done', text: 'delete from task where id = any($1::bigint[])' }
const AGAIN = {
  name: 'again',
  text: 'update task set attempt = attempt + 1, run_at = now() where id = any($1::bigint[])',
}

interface Row {
  readonly id: string
  readonly attempt: number
  readonly payload: Payload
}

/** Whether there was anything to take. */
async function round(client: pg.Client, workers: number, run: (row: Row) => void): Promise<boolean> {
  await client.query('begin')
  const { rows } = await client.query<Row>({ ...TAKE, values: [workers] })
  const [done, failed]: [string[], string[]] = [[], []]
  for (const row of rows)
    try {
      run(row)
      done.push(row.id)
    } catch {
      failed.push(row.id)
    }
  if (done.length > 0) await client.query({ ...DONE, values: [done] })
  if (failed.length > 0) await client.query({ ...AGAIN, values: [failed] })
  await client.query('commit')
  return rows.length > 0
}

export const rawPostgres: Contender = {
  async prepare({ url }) {
    const client = new pg.Client(url)
    await client.connect()
    await client.query(MAKE)
    await client.end()
  },

  async publisher({ url }) {
    const pool = new pg.Pool({ connectionString: url, max: POOL })
    return {
      publish: async (payload) => void (await pool.query({ ...ADD, values: [JSON.stringify(payload)] })),
      publishBatch: async (payloads) =>
        void (await pool.query({ ...ADD_MANY, values: [JSON.stringify(payloads)] })),
      close: () => pool.end(),
    }
  },

  async consumer({ url }, { workers, run }) {
    const [client, listening] = [new pg.Client(url), new pg.Client(url)]
    await Promise.all([client.connect(), listening.connect()])
    let [stopped, notified] = [false, false]
    let wake = () => {}
    listening.on('notification', () => {
      notified = true
      wake()
    })
    await listening.query('listen task')
    const idle = () =>
      new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, POLL_MS)
        wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    const working = (async () => {
      while (!stopped) {
        notified = false
        const found = await round(client, workers, ({ attempt, payload }) =>
          run({ attempt, payload: () => payload }),
        )
        if (!found && !notified && !stopped) await idle()
      }
    })()
    return {
      settled: () => Promise.race([working, waitUntilNone(url, 'select 1 from task')]),
      async close() {
        stopped = true
        wake()
        await working
        await Promise.all([client.end(), listening.end()])
      },
    }
  },
}
