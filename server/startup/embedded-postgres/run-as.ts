/** Postgres refuses to run as root: there it runs as the user `postgres`, which must be able to reach its files. */
import { execFile } from 'node:child_process'
import { stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { promisify } from 'node:util'
import { StartError } from '../start-error.ts'

const run = promisify(execFile)

export interface SystemUser {
  readonly uid: number
  readonly gid: number
}

async function findUser(name: string): Promise<SystemUser | null> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])])
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) }
  } catch {
    return null // `id` fails for a name that does not exist
  }
}

/** The user to run as: null means ourselves. Makes the user `postgres` when root has none. */
export async function userForPostgres(): Promise<SystemUser | null> {
  if (process.getuid?.() !== 0) return null
  const existing = await findUser('postgres')
  if (existing !== null) return existing
  try {
    await run('useradd', ['--system', '--user-group', '--no-create-home', 'postgres'])
  } catch (cause) {
    throw new StartError(
      'Postgres does not run as root, and no user "postgres" could be made. Start Signalbox as an ordinary user, or set DATABASE_URL to a Postgres of your own.',
      { cause },
    )
  }
  const made = await findUser('postgres')
  if (made === null) throw new StartError('The user "postgres" was made but cannot be found.')
  return made
}

/** Whether `user` may pass through every folder from the root down to `path` (which may not exist yet). */
export async function canReach(path: string, user: SystemUser): Promise<boolean> {
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    const found = await stat(folder).catch(() => null)
    if (found !== null && !mayPass(found, user)) return false
    if (folder === dirname(folder)) return true
  }
}

function mayPass(found: { mode: number; uid: number; gid: number }, user: SystemUser): boolean {
  if (found.uid === user.uid) return (found.mode & 0o100) !== 0
  if (found.gid === user.gid) return (found.mode & 0o010) !== 0
  return (found.mode & 0o001) !== 0
}
