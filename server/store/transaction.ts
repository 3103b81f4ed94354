/** A transaction with `pg`, for what Prisma would write row by row. */
import type pg from 'pg'
import type { Database } from './database.ts'

/** A connection on which a transaction is open. */
export type Transaction = Pick<pg.ClientBase, 'query'>

/** Commits what `work` did; when it throws, nothing of it stays. */
export async function inTransaction<T>(
  database: Database,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  const client = await database.pool.connect()
  try {
    await client.query('begin')
    const result = await work(client)
    await client.query('commit')
    client.release()
    return result
  } catch (error) {
    // A connection that cannot even roll back is thrown away, and with it what was begun.
    await client.query('rollback').then(
      () => client.release(),
      (broken) => client.release(broken),
    )
    throw error
  }
}
