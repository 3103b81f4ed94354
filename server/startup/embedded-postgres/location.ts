/** Decides where the embedded server's programs and files lie, and remembers it in the data folder. */
import { randomBytes } from 'node:crypto'
import { chown, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { newSecret, readJsonIfThere, writePrivateFile } from '../data-dir.ts'
import { type Binaries, copyBinaries, findBinaries } from './binaries.ts'
import { canReach, type SystemUser, userForPostgres } from './run-as.ts'

/** For root whose own folders the user `postgres` cannot enter. */
const SHARED_FOLDER = '/var/lib/signalbox'

const remembered = z.object({ folder: z.string(), port: z.int(), password: z.string() })
export type ClusterState = z.infer<typeof remembered>

export interface ClusterLocation extends ClusterState {
  readonly binaries: Binaries
  readonly user: SystemUser | null
  /** True when the files do not lie in the data folder. */
  readonly elsewhere: boolean
}

const stateFile = (dataDir: string) => join(dataDir, 'postgres.json')

/** What an earlier start remembered; null before the first. */
export async function readClusterState(dataDir: string): Promise<ClusterState | null> {
  const found = await readJsonIfThere(stateFile(dataDir))
  return found === null ? null : remembered.parse(found)
}

export async function rememberCluster(dataDir: string, state: ClusterState): Promise<void> {
  const { folder, port, password } = state
  await writePrivateFile(stateFile(dataDir), `${JSON.stringify({ folder, port, password }, null, 2)}\n`)
}

export async function locateCluster(dataDir: string): Promise<ClusterLocation> {
  const user = await userForPostgres()
  const binaries = await reachableBinaries(user)
  const state = (await readClusterState(dataDir)) ?? {
    folder: await newFolder(dataDir, user),
    port: 0,
    password: newSecret(),
  }
  await mkdir(state.folder, { recursive: true, mode: 0o700 })
  if (user !== null) await chown(state.folder, user.uid, user.gid)
  return { ...state, binaries, user, elsewhere: !state.folder.startsWith(dataDir) }
}

async function newFolder(dataDir: string, user: SystemUser | null): Promise<string> {
  if (user === null || (await canReach(dataDir, user))) return join(dataDir, 'postgres')
  await mkdir(SHARED_FOLDER, { recursive: true, mode: 0o755 })
  return join(SHARED_FOLDER, randomBytes(6).toString('hex'))
}

async function reachableBinaries(user: SystemUser | null): Promise<Binaries> {
  const installed = await findBinaries()
  if (user === null || (await canReach(installed.folder, user))) return installed
  return copyBinaries(installed, SHARED_FOLDER)
}
