/**
 * graphile-worker with the settings of its own performance page: a local queue of 500, completions and failures in
 * batches, a pool one larger than the number of workers. Jobs are added with `addJobs`.
 */
import { loadPeer } from '../../peers.ts'
import type { Contender, Payload } from '../contender.ts'
import { waitUntilNone } from './wait-until-none.ts'

const TASK = 'bench'

interface GraphileWorker {
  readonly Logger: new (factory: () => () => void) => unknown
  makeWorkerUtils(options: object): Promise<{
    migrate(): Promise<void>
    addJob(identifier: string, payload: Payload): Promise<unknown>
    addJobs(jobs: readonly { identifier: string; payload: Payload }[]): Promise<unknown>
    release(): Promise<void>
  }>
  run(options: object): Promise<{ stop(): Promise<void>; readonly promise: Promise<void> }>
}

async function load() {
  const library = await loadPeer<GraphileWorker>('graphile-worker')
  return { library, logger: new library.Logger(() => () => {}) }
}

function presetOf(connectionString: string, concurrentJobs: number) {
  return {
    worker: {
      connectionString,
      concurrentJobs,
      maxPoolSize: Math.max(10, concurrentJobs + 1),
      localQueue: { size: 500 },
      completeJobBatchDelay: 0,
      failJobBatchDelay: 0,
    },
  }
}

export const graphileWorker: Contender = {
  async prepare({ url }) {
    const { library, logger } = await load()
    const tools = await library.makeWorkerUtils({ connectionString: url, logger })
    await tools.migrate()
    await tools.release()
  },

  async publisher({ url }) {
    const { library, logger } = await load()
    const tools = await library.makeWorkerUtils({ connectionString: url, logger })
    return {
      publish: async (payload) => void (await tools.addJob(TASK, payload)),
      publishBatch: async (payloads) =>
        void (await tools.addJobs(payloads.map((payload) => ({ identifier: TASK, payload })))),
      close: () => tools.release(),
    }
  },

  async consumer({ url }, { workers, run }) {
    const { library, logger } = await load()
    const runner = await library.run({
      preset: presetOf(url, workers),
      logger,
      noHandleSignals: true,
      taskList: {
        [TASK]: async (payload: Payload, { job }: { job: { attempts: number } }) =>
          run({ attempt: job.attempts, payload: () => payload }),
      },
    })
    return {
      settled: () => waitUntilNone(url, 'select 1 from graphile_worker.jobs'),
      close: () => runner.stop(),
    }
  },
}
