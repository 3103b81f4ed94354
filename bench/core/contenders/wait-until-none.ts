/** Where a library does not tell when a task is settled, the database does. */
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'

const POLL_MS = 5

/** Resolves when `query` finds nothing any more. */
export async function waitUntilNone(url: string, query: string): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    while ((await client.query(`${query} limit 1`)).rowCount !== 0) await sleep(POLL_MS)
  } finally {
    await client.end()
  }
}
