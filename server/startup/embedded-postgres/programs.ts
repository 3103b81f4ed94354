/** Runs `initdb` and `pg_ctl` as the right user, without the caller's Postgres variables. */
import { execFile } from 'node:child_process'
import { chown, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { inheritedVariables } from '../../env.ts'
import { writePrivateFile } from '../data-dir.ts'
import { StartError } from '../start-error.ts'
import type { ClusterLocation } from './location.ts'

const run = promisify(execFile)
const START_TIMEOUT_S = 90
const STOP_TIMEOUT_S = 60
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  log_checkpoints: 'off',
}

export const dataFolder = (location: ClusterLocation) => join(location.folder, 'data')
export const logFile = (location: ClusterLocation) => join(location.folder, 'server.log')

function options(location: ClusterLocation) {
  const inherited = Object.entries(inheritedVariables()).filter(([name]) => !/^(PG|LC_|LANG)/.test(name))
  const env = Object.fromEntries(inherited) as NodeJS.ProcessEnv
  return { cwd: location.folder, env, encoding: 'utf8' as const, ...location.user }
}

/** Makes the cluster in a draft folder, so that a start that was killed half-way leaves nothing that looks whole. */
export async function initialise(location: ClusterLocation): Promise<void> {
  const draft = join(location.folder, 'data.new')
  const passwordFile = join(location.folder, 'password')
  await rm(draft, { recursive: true, force: true })
  await writePrivateFile(passwordFile, `${location.password}\n`)
  if (location.user !== null) await chown(passwordFile, location.user.uid, location.user.gid)
  try {
    await run(location.binaries.initdb, initdbArguments(draft, passwordFile), options(location))
    await rename(draft, dataFolder(location))
  } catch (cause) {
    throw new StartError(`The embedded Postgres could not be set up: ${reasonOf(cause)}\n${ADVICE}`, {
      cause,
    })
  } finally {
    await rm(passwordFile, { force: true })
  }
}

function initdbArguments(draft: string, passwordFile: string): string[] {
  return [
    `--pgdata=${draft}`,
    '--username=postgres',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    ...Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ]
}

const ADVICE = 'Set DATABASE_URL to a Postgres of your own (14 or newer) to do without it.'
const PORT_TAKEN = /could not bind|address already in use/i

/**
 * Starts the server in a session of its own: Ctrl-C in a terminal reaches us, not the database.
 * @param settings values without spaces, over those of the cluster
 * @returns false when the port was taken meanwhile
 * @throws StartError with the end of the server's log
 */
export async function startServer(
  location: ClusterLocation,
  port: number,
  settings: Readonly<Record<string, string>> = {},
): Promise<boolean> {
  const log = logFile(location)
  await rm(log, { force: true })
  const wait = ['-w', '-t', String(START_TIMEOUT_S)]
  const flags = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`)
  const target = ['-D', dataFolder(location), '-l', log, '-o', [`-p ${port}`, ...flags].join(' ')]
  try {
    await run(location.binaries.pgCtl, ['start', ...wait, ...target], options(location))
    return true
  } catch (cause) {
    const said = (await readFile(log, 'utf8').catch(() => '')).trim()
    if (PORT_TAKEN.test(said)) return false
    const end = said.split('\n').slice(-8).join('\n  ') || reasonOf(cause)
    throw new StartError(`The embedded Postgres did not start. It said:\n  ${end}\n${ADVICE}`, { cause })
  }
}

/** Ends its connections, writes everything down, and waits until the server is gone. */
export async function stopServer(location: ClusterLocation): Promise<void> {
  const wait = ['-w', '-t', String(STOP_TIMEOUT_S), '-m', 'fast']
  await run(location.binaries.pgCtl, ['stop', ...wait, '-D', dataFolder(location)], options(location))
}

function reasonOf(error: unknown): string {
  const { stderr, message } = error as { stderr?: string; message: string }
  return stderr?.trim() || message
}
