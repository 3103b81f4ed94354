/**
 * Claiming where order keys count: of each key its first task, if none of the key is in flight; and tasks without a
 * key, which wait for nobody.
 *
 * Keys are visited in turn, beginning where the last claim ended, so that none is passed over for ever. A search that
 * found nothing is repeated after five times as long as it took: it may have gone through many tasks or keys.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { PostgresConnection } from './connection.ts'
import type { ClaimedRow } from './row-source.ts'
import { CLAIM_IN_ORDER, CLAIM_KEYLESS } from './statements.ts'

type Claim = (lease: string, limit: number) => Promise<ClaimedRow[]>

interface KeyedRow extends ClaimedRow {
  readonly orderKey: string
}

/** Another process was taking a task of the same key: unique index, or a deadlock over two of them. */
const CLASHES = new Set(['23505', '40P01'])
const MOST_ATTEMPTS = 3
const REST = 5
const LONGEST_REST_MS = 1_000
/** A search this short may be repeated at once. */
const SHORT_MS = 20

export function claimInOrder(connection: PostgresConnection, queue: string): Claim {
  const keyed = searchOf(keyedClaim(connection, queue))
  const keyless = searchOf((lease, limit) =>
    connection.query<ClaimedRow>({ name: 'sbx-claim-keyless', text: CLAIM_KEYLESS }, [
      lease,
      queue,
      false,
      limit,
    ]),
  )
  let turn = [keyed, keyless]
  return async (lease, limit) => {
    // Neither may keep the other waiting for ever.
    turn = turn.toReversed()
    const [rested, resting] = [
      turn.filter(({ restMs }) => restMs() <= 0),
      turn.filter(({ restMs }) => restMs() > 0),
    ]
    const rows: ClaimedRow[] = []
    const take = async ({ claim }: Search) => {
      if (rows.length < limit) rows.push(...(await claim(lease, limit - rows.length)))
    }
    for (const search of rested) await take(search)
    // With rows in hand there is time: each that ends leads to another claim.
    if (rows.length > 0) return rows
    for (const search of resting) {
      await sleep(Math.max(search.restMs(), 0))
      await take(search)
    }
    return rows
  }
}

interface Search {
  readonly claim: Claim
  /** How long it is not to be repeated; zero or less: it may be. */
  readonly restMs: () => number
}

function keyedClaim(connection: PostgresConnection, queue: string): Claim {
  let after = ''
  const claimAfter = async (lease: string, limit: number): Promise<KeyedRow[]> => {
    const statement = { name: 'sbx-claim-in-order', text: CLAIM_IN_ORDER }
    const rows = await repeatingClashes(() =>
      connection.query<KeyedRow>(statement, [lease, queue, limit, after]),
    )
    after = rows.length < limit ? '' : (rows.at(-1)?.orderKey ?? '')
    return rows
  }
  return async (lease, limit) => {
    const wraps = after !== ''
    const rows = await claimAfter(lease, limit)
    if (rows.length === limit || !wraps) return rows
    return [...rows, ...(await claimAfter(lease, limit - rows.length))]
  }
}

/** Nothing was taken, and who took the other task has committed meanwhile. */
async function repeatingClashes(claim: () => Promise<KeyedRow[]>): Promise<KeyedRow[]> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await claim()
    } catch (error) {
      if (!CLASHES.has((error as { code: string }).code) || attempt === MOST_ATTEMPTS) throw error
    }
  }
}

function searchOf(claim: Claim): Search {
  let restUntilMs = Number.NEGATIVE_INFINITY
  return {
    restMs: () => restUntilMs - performance.now(),
    async claim(lease, limit) {
      const startedAtMs = performance.now()
      const rows = await claim(lease, limit)
      const endedAtMs = performance.now()
      const tookMs = endedAtMs - startedAtMs
      if (rows.length === 0 && tookMs > SHORT_MS)
        restUntilMs = endedAtMs + Math.min(tookMs * REST, LONGEST_REST_MS)
      return rows
    },
  }
}
