/** A Postgres cluster in a temporary folder, which a test may stop, crash and start again. The product's own embedded one. */
import { readFileSync, rmSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { type ClusterLocation, locateCluster } from '../../server/startup/embedded-postgres/location.ts'
import { findPostmaster } from '../../server/startup/embedded-postgres/postmaster.ts'
import {
  dataFolder,
  initialise,
  startServer,
  stopServer,
} from '../../server/startup/embedded-postgres/programs.ts'
import { serverPort } from './server-port.ts'

export interface PostgresCluster {
  /** Of its superuser; the same after every start. */
  readonly url: string
  /** Connections are cut, what runs is rolled back, the data is written out ("fast"). */
  stop(): Promise<void>
  /** As a power cut would: no checkpoint, recovery at the next start ("immediate"). Call `start` afterwards. */
  crash(): Promise<void>
  start(): Promise<void>
  /** Stops it and deletes the data. */
  remove(): Promise<void>
}

/** Test files run side by side, each with pools of its own. */
const SETTINGS = { max_connections: '300' }

async function crash(location: ClusterLocation): Promise<void> {
  const folder = dataFolder(location)
  for (let postmaster = await findPostmaster(folder); postmaster; postmaster = await findPostmaster(folder)) {
    process.kill(postmaster.pid, 'SIGQUIT')
    await sleep(20)
  }
}

export async function startPostgresCluster(): Promise<PostgresCluster> {
  const folder = await mkdtemp(join(tmpdir(), 'signalbox-test-pg-'))
  await chmod(folder, 0o711)
  const location = { ...(await locateCluster(folder)), password: 'test' }
  const port = await serverPort()
  await initialise(location)
  const start = async () => {
    if (!(await startServer(location, port, SETTINGS))) throw new Error(`Port ${port} was taken meanwhile.`)
  }
  await start()
  const forget = endWithUs(location, folder)
  return {
    url: `postgresql://postgres:test@127.0.0.1:${port}/postgres`,
    stop: () => stopServer(location),
    crash: () => crash(location),
    start,
    async remove() {
      forget()
      if ((await findPostmaster(dataFolder(location))) !== null) await stopServer(location)
      await rm(location.folder, { recursive: true, force: true })
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** The server has a session of its own and would outlive a run that is interrupted. */
function endWithUs(location: ClusterLocation, folder: string): () => void {
  const end = () => {
    // Nothing asynchronous runs any more.
    const pid = Number(readFileSync(join(dataFolder(location), 'postmaster.pid'), 'utf8').split('\n', 1)[0])
    process.kill(pid, 'SIGQUIT')
    for (const made of [location.folder, folder]) rmSync(made, { recursive: true, force: true })
  }
  process.once('exit', end)
  return () => process.off('exit', end)
}
