/**
 * BullMQ on ioredis, its usual client: many jobs with `addBulk`, one worker with a concurrency, finished jobs removed at
 * once, as its documentation recommends for speed.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { loadPeer } from '../../peers.ts'
import type { Contender, Payload, Site } from '../contender.ts'

const POLL_MS = 2
/** One more try, at once; nothing is kept of what has ended. */
const JOB = { attempts: 2, removeOnComplete: true, removeOnFail: true }

interface Job {
  readonly data: Payload
  readonly attemptsMade: number
}

interface Queue {
  add(name: string, data: Payload, options: object): Promise<unknown>
  addBulk(jobs: readonly { name: string; data: Payload; opts: object }[]): Promise<unknown>
  waitUntilReady(): Promise<unknown>
  close(): Promise<void>
}

interface Worker {
  on(event: 'completed', listener: () => void): void
  on(event: 'error', listener: (error: Error) => void): void
  waitUntilReady(): Promise<unknown>
  close(force?: boolean): Promise<void>
}

interface Library {
  readonly Queue: new (name: string, options: object) => Queue
  readonly Worker: new (name: string, process: (job: Job) => Promise<void>, options: object) => Worker
}

const connectionOf = ({ url }: Site) => ({ url, maxRetriesPerRequest: null })

async function open(site: Site): Promise<Queue> {
  const { Queue } = await loadPeer<Library>('bullmq')
  const queue = new Queue(site.name, { connection: connectionOf(site) })
  await queue.waitUntilReady()
  return queue
}

export const bullmq: Contender = {
  async prepare(site) {
    const queue = await open(site)
    await queue.close()
  },

  async publisher(site) {
    const queue = await open(site)
    return {
      publish: async (payload) => void (await queue.add('bench', payload, JOB)),
      publishBatch: async (payloads) =>
        void (await queue.addBulk(payloads.map((data) => ({ name: 'bench', data, opts: JOB })))),
      close: () => queue.close(),
    }
  },

  async consumer(site, { workers, run }) {
    const { Worker } = await loadPeer<Library>('bullmq')
    let completed = 0
    const process = async (job: Job) => run({ attempt: job.attemptsMade + 1, payload: () => job.data })
    const worker = new Worker(site.name, process, { connection: connectionOf(site), concurrency: workers })
    worker.on('completed', () => {
      completed += 1
    })
    worker.on('error', (error) => {
      throw error
    })
    await worker.waitUntilReady()
    return {
      async settled(count) {
        while (completed < count) await sleep(POLL_MS)
      },
      close: () => worker.close(true),
    }
  },
}
