/** Leases: who of several control planes does a loop's work now. The database's clock decides, not a machine's. */
import type { Database } from './database.ts'

/**
 * Takes or renews the lease for `ttlMs`.
 * @returns whether `holder` has it; a lease whose holder died can be taken once it has run out
 */
export async function holdLease(
  database: Database,
  name: string,
  holder: string,
  ttlMs: number,
): Promise<boolean> {
  const { rowCount } = await database.pool.query({
    name: 'hold-lease',
    text: `insert into lease as l (name, holder, "expiresAt")
           values ($1, $2, clock_timestamp() + $3 * interval '1 millisecond')
           on conflict (name) do update set holder = excluded.holder, "expiresAt" = excluded."expiresAt"
           where l.holder = excluded.holder or l."expiresAt" <= clock_timestamp()`,
    values: [name, holder, ttlMs],
  })
  return rowCount === 1
}

/** Lets another take over at once; does nothing when somebody else holds it. */
export async function releaseLease(database: Database, name: string, holder: string): Promise<void> {
  await database.pool.query('delete from lease where name = $1 and holder = $2', [name, holder])
}
