/**
 * pg-boss, fetching and settling in batches without a pause while they come back full, and woken by NOTIFY when they do
 * not. A worker of pg-boss takes one batch after the other, and how many tasks of a batch run at once is the handler's own
 * affair; so the number of workers, as others count it, says nothing here, and these are the fastest settings we found.
 */
import { loadPeer } from '../../peers.ts'
import type { Contender, Payload, Site } from '../contender.ts'
import { waitUntilNone } from './wait-until-none.ts'

const BATCH = 500
const QUEUE = 'bench'

interface Job {
  readonly id: string
  readonly data: Payload
  readonly retryCount: number
}

interface Result {
  readonly id: string
  readonly status: 'completed' | 'failed'
}

interface Boss {
  on(event: 'error', listener: (error: Error) => void): void
  start(): Promise<unknown>
  stop(options: { graceful: boolean }): Promise<void>
  createQueue(name: string, options: object): Promise<void>
  send(name: string, data: Payload): Promise<unknown>
  insert(name: string, jobs: readonly { data: Payload }[]): Promise<unknown>
  work(name: string, options: object, handler: (jobs: readonly Job[]) => Promise<Result[]>): Promise<string>
}

/** @param role who publishes only needs neither housekeeping nor a listener */
async function start({ url }: Site, role: 'publisher' | 'worker'): Promise<Boss> {
  const { PgBoss } = await loadPeer<{ PgBoss: new (options: object) => Boss }>('pg-boss')
  const works = role === 'worker'
  const boss = new PgBoss({ connectionString: url, max: 10, supervise: works, useListenNotify: works })
  boss.on('error', (error) => {
    throw error
  })
  await boss.start()
  return boss
}

const stop = (boss: Boss) => boss.stop({ graceful: true })

export const pgBoss: Contender = {
  async prepare(site) {
    const boss = await start(site, 'publisher')
    await boss.createQueue(QUEUE, { retryLimit: 1, retryDelay: 0, notify: true })
    await stop(boss)
  },

  async publisher(site) {
    const boss = await start(site, 'publisher')
    return {
      publish: async (payload) => void (await boss.send(QUEUE, payload)),
      publishBatch: async (payloads) =>
        void (await boss.insert(
          QUEUE,
          payloads.map((data) => ({ data })),
        )),
      close: () => stop(boss),
    }
  },

  async consumer(site, { mayFail, run }) {
    const boss = await start(site, 'worker')
    const resultOf = ({ id, data, retryCount }: Job): Result => {
      try {
        run({ attempt: retryCount + 1, payload: () => data })
        return { id, status: 'completed' }
      } catch {
        return { id, status: 'failed' }
      }
    }
    const options = {
      batchSize: BATCH,
      localConcurrency: 2,
      pollingIntervalSeconds: 0.5,
      notifyPollingIntervalSeconds: 0.5,
      burstWhenBatchFull: true,
      includeMetadata: true,
      // With it each job is settled by itself, which costs a little.
      perJobResults: mayFail,
    }
    await boss.work(QUEUE, options, async (jobs) => jobs.map(resultOf))
    return {
      settled: () =>
        waitUntilNone(
          site.url,
          `select 1 from pgboss.job where name = '${QUEUE}' and state in ('created', 'retry', 'active')`,
        ),
      close: () => stop(boss),
    }
  },
}
