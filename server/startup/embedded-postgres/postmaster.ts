/** A server that an earlier, killed start left behind: found through `postmaster.pid`. */
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { readTextIfThere } from '../data-dir.ts'

export interface Postmaster {
  readonly pid: number
  readonly port: number
}

const pidFile = (dataFolder: string) => join(dataFolder, 'postmaster.pid')

/** What the file says (line 1: process id, line 4: port); null without a file, or when its process is gone. */
export async function findPostmaster(dataFolder: string): Promise<Postmaster | null> {
  const lines = (await readTextIfThere(pidFile(dataFolder)))?.split('\n')
  const pid = Number(lines?.[0])
  const port = Number(lines?.[3])
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) return null
  return { pid, port: Number.isInteger(port) ? port : 0 }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/**
 * After a crash of the machine or a new container another program may bear the number that the file names, and
 * Postgres would refuse to start for ever. Where the system tells (Linux), such a file is removed.
 */
export async function removeIfForeign(dataFolder: string, postmaster: Postmaster): Promise<boolean> {
  const command = await readFile(`/proc/${postmaster.pid}/cmdline`, 'utf8').catch(() => null)
  if (command === null || command.includes('postgres')) return false
  await rm(pidFile(dataFolder), { force: true })
  return true
}
