/**
 * For tests: an archiver as a process of its own. Its order is JSON in the first argument. With `dieAfter` it kills itself
 * without a word right after so many commits, that is, before the letters of the last one are acknowledged.
 */
import { randomUUID } from 'node:crypto'
import process from 'node:process'
import { openBackendPool } from '../registry/open-backend-pool.ts'
import { findBackend } from '../store/backends.ts'
import { openDatabase } from '../store/database.ts'
import { createBackend } from '../task/index.ts'
import { startArchiver } from './archiver.ts'

export interface ArchiverOrder {
  readonly databaseUrl: string
  /** Of every registered backend. */
  readonly brokerUrl: string
  readonly dieAfter?: number
}

const order = JSON.parse(process.argv[2] ?? '{}') as ArchiverOrder
const database = openDatabase(order.databaseUrl)
let commits = 0

const archiver = startArchiver({
  database,
  backends: openBackendPool({
    findBackend: (name) => findBackend(database.prisma, name),
    resolveSecret: () => order.brokerUrl,
    createBackend: (config) => createBackend(config, { namespace: 'task' }),
  }),
  log: {
    warn: (context, message) => process.stderr.write(`${message} ${JSON.stringify(context)}\n`),
    info: () => undefined,
  },
  now: () => new Date(),
  newId: randomUUID,
  everyMs: 200,
  onStored() {
    commits += 1
    if (commits === order.dieAfter) process.kill(process.pid, 'SIGKILL')
  },
})
process.once('SIGTERM', () => void archiver.stop().then(() => process.exit(0)))
