import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type EmbeddedPostgres, startEmbeddedPostgres } from './cluster.ts'
import { locateCluster } from './location.ts'
import { findPostmaster } from './postmaster.ts'
import { dataFolder, stopServer } from './programs.ts'

const quiet = { onProgress: () => undefined }

async function query(url: string, sql: string) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

describe('the embedded Postgres', () => {
  let dataDir: string
  const start = () => startEmbeddedPostgres(dataDir, { ownership: 'required', ...quiet })
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'signalbox-cluster-'))
    // As prepareDataDir leaves it for root.
    await chmod(dataDir, 0o711)
  })
  afterAll(async () => {
    const location = await locateCluster(dataDir)
    if ((await findPostmaster(dataFolder(location))) !== null) await stopServer(location)
    await rm(dataDir, { recursive: true, force: true })
    await rm(location.folder, { recursive: true, force: true })
  })

  it('is made at the first start and kept: same address, same rows, secrets for the owner only', async () => {
    const first = await start()
    await query(first.url, 'create table kept (n int); insert into kept values (1)')
    await first.stop()
    const second = await start()
    expect(second.url).toBe(first.url)
    expect(await query(second.url, 'select n from kept')).toEqual([{ n: 1 }])
    await second.stop()
    expect((await stat(join(dataDir, 'postgres.json'))).mode & 0o777).toBe(0o600)
  })

  it('has one owner: a second start is refused and disturbs nothing, a command may share', async () => {
    const owner = await start()
    await expect(start()).rejects.toThrow(`Another Signalbox is running on the data folder ${dataDir}`)
    const guest = await startEmbeddedPostgres(dataDir, { ownership: 'shared', ...quiet })
    expect(guest.owned).toBe(false)
    await guest.stop()
    expect(await query(owner.url, 'select 1 as one')).toEqual([{ one: 1 }])
    await owner.stop()
  })

  it('adopts the server that a killed start left behind', async () => {
    const program = join(dataDir, 'killed.ts')
    const module = new URL('./cluster.ts', import.meta.url).href
    await writeFile(
      program,
      `import { startEmbeddedPostgres } from ${JSON.stringify(module)}
await startEmbeddedPostgres(${JSON.stringify(dataDir)}, { ownership: 'required', onProgress: () => undefined })
console.log('started')
setInterval(() => undefined, 1000)`,
    )
    const killed = spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'inherit'] })
    await once(killed.stdout, 'data')
    const left = await findPostmaster(dataFolder(await locateCluster(dataDir)))
    killed.kill('SIGKILL')
    await once(killed, 'exit')
    const adopted: EmbeddedPostgres = await start()
    expect(await findPostmaster(dataFolder(await locateCluster(dataDir)))).toEqual(left)
    await adopted.stop()
    expect(await findPostmaster(dataFolder(await locateCluster(dataDir)))).toBeNull()
  })

  it('is not misled by a left-over file that names a process of somebody else', async () => {
    const location = await locateCluster(dataDir)
    const file = join(dataFolder(location), 'postmaster.pid')
    await writeFile(file, `${process.pid}\n${dataFolder(location)}\n0\n1\n\n127.0.0.1\n`)
    const started = await start()
    expect(await readFile(file, 'utf8')).not.toMatch(new RegExp(`^${process.pid}\n`))
    await started.stop()
  })

  it('refuses data of another major version, and says how to move them', async () => {
    const file = join(dataFolder(await locateCluster(dataDir)), 'PG_VERSION')
    const version = await readFile(file, 'utf8')
    await writeFile(file, '17\n')
    await expect(start()).rejects.toThrow(/were written by Postgres 17.*signalbox backup/)
    await writeFile(file, version)
  })
})
