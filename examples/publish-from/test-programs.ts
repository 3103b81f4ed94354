/** For the tests: Python with the packages of the examples, and Java with the jars of its client; kept from run to run. */
import { execFile, spawnSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { promisify } from 'node:util'
import { installWithApt } from '../../scripts/test-servers/apt.ts'

export const HERE = import.meta.dirname
const INSTALL_WITHIN_MS = 240_000
const RUN_WITHIN_MS = 60_000

const succeeds = (program: string, args: readonly string[], cwd = HERE) =>
  spawnSync(program, args, { cwd, stdio: ['ignore', 'ignore', 'inherit'], timeout: INSTALL_WITHIN_MS })
    .status === 0

function missing(what: string, how: string): { reason: string } {
  const reason = `no ${what}: ${how}`
  if (process.env.CI === 'true') throw new Error(reason)
  process.stderr.write(`Examples in ${what} are skipped: ${reason}\n`)
  return { reason }
}

/** A folder of this name for this version of `list`, made whole or not at all. */
function keptFolder(name: string, list: string, make: (folder: string) => boolean): string | null {
  const version = createHash('sha256')
    .update(readFileSync(join(HERE, list)))
    .digest('hex')
    .slice(0, 8)
  const kept = join(tmpdir(), `signalbox-test-${name}-${version}`)
  if (existsSync(join(kept, 'complete'))) return kept
  rmSync(kept, { recursive: true, force: true })
  return make(kept) && succeeds('touch', [join(kept, 'complete')]) ? kept : null
}

/** The interpreter to run the examples with. */
export function findPython(): { python: string } | { reason: string } {
  const folder = keptFolder('python', 'python/requirements.txt', (venv) => {
    const pip = ['-m', 'pip', 'install', '-q', '--disable-pip-version-check', '-r', 'python/requirements.txt']
    return succeeds('python3', ['-m', 'venv', venv]) && succeeds(join(venv, 'bin/python'), pip)
  })
  return folder === null
    ? missing('Python', 'Python 3 with venv is needed, and a package index')
    : { python: join(folder, 'bin/python') }
}

/** The class path to run the examples with. */
export function findJava(): { classPath: string } | { reason: string } {
  const isThere = (program: string, argument: string) => succeeds(program, [argument])
  if (!isThere('java', '-version')) installWithApt(['openjdk-17-jdk-headless'])
  if (!isThere('mvn', '--version')) installWithApt(['maven'])
  const folder = keptFolder('java', 'java/pom.xml', (kept) => {
    const partial = `${kept}.${randomBytes(4).toString('hex')}`
    const copy = ['-q', '-B', 'dependency:copy-dependencies', `-DoutputDirectory=${partial}`]
    if (!succeeds('mvn', copy, join(HERE, 'java'))) return false
    renameSync(partial, kept)
    return true
  })
  return folder === null
    ? missing('Java', 'a JDK 17 with Maven is needed, and a registry of jars')
    : { classPath: join(folder, '*') }
}

/** Its output; rejects with what it wrote when it fails. */
export async function runExample(
  [program = '', ...args]: readonly string[],
  variables: Readonly<Record<string, string>>,
): Promise<string> {
  const env = { ...process.env, ...variables }
  const { stdout } = await promisify(execFile)(program, args, { cwd: HERE, env, timeout: RUN_WITHIN_MS })
  return stdout.trim()
}
