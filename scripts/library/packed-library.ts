/**
 * The library as a user gets it: built and packed by npm from a copy of its sources, and installed into projects of their own.
 * A package is kept until the sources change, so that several test files and runs share it.
 */
import { execFile } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const LIBRARY = join(ROOT, 'server/task')
const WITHIN_MS = 180_000
const INSTALL = ['npm', 'install', '--no-audit', '--no-fund', '--prefer-offline']

export interface CommandResult {
  readonly code: number | string
  readonly stdout: string
  readonly stderr: string
}

/** Runs a program to its end; a failure is a value. */
export async function runIn(
  folder: string,
  [program = '', ...args]: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): Promise<CommandResult> {
  const options = { cwd: folder, env: { ...process.env, ...variables }, timeout: WITHIN_MS }
  try {
    return { code: 0, ...(await promisify(execFile)(program, args, options)) }
  } catch (error) {
    const { code, signal, stdout, stderr } = error as CommandResult & { signal?: string }
    if (typeof stdout !== 'string') throw error
    return { code: code ?? signal ?? 'unknown', stdout, stderr }
  }
}

async function mustRun(folder: string, command: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runIn(folder, command)
  if (code !== 0) throw new Error(`${command.join(' ')} ended with ${code}\n${stdout}\n${stderr}`)
  return stdout
}

const MADE = /(^|\/)(dist|node_modules)\/|\.tgz$/

async function sourceFiles(): Promise<string[]> {
  const files = await readdir(LIBRARY, { recursive: true, withFileTypes: true })
  const paths = files.filter((file) => file.isFile()).map((file) => join(file.parentPath, file.name))
  return paths
    .map((path) => path.slice(LIBRARY.length + 1))
    .filter((path) => !MADE.test(path))
    .sort()
}

async function fingerprint(files: readonly string[]): Promise<string> {
  const hash = createHash('sha256')
  for (const file of files) hash.update(`${file}\0`).update(await readFile(join(LIBRARY, file)))
  return hash.digest('hex').slice(0, 12)
}

let packed: Promise<string> | undefined

/** Path of the tarball: the one that TEST_PACKAGE names, or one of the sources as they are now. */
export function packedLibrary(): Promise<string> {
  packed ??= process.env.TEST_PACKAGE === undefined ? findOrPack() : Promise.resolve(process.env.TEST_PACKAGE)
  return packed
}

async function findOrPack(): Promise<string> {
  const files = await sourceFiles()
  const kept = join(tmpdir(), `signalbox-test-package-${await fingerprint(files)}.tgz`)
  const isKept = await readFile(kept).then(
    () => true,
    () => false,
  )
  if (!isKept) await pack(files, kept)
  return kept
}

async function pack(files: readonly string[], kept: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'signalbox-test-packing-'))
  try {
    const copy = join(folder, 'library')
    for (const file of files) await cp(join(LIBRARY, file), join(copy, file))
    // What it is built with: found upwards, as in the repository.
    await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
    const printed = await mustRun(copy, ['npm', 'pack', '--json', '--pack-destination', folder])
    const [{ filename }] = JSON.parse(printed.slice(printed.lastIndexOf('\n[') + 1))
    const partial = `${kept}.${randomBytes(4).toString('hex')}`
    await cp(join(folder, filename), partial)
    await rename(partial, kept)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Versions as the repository has them. */
async function exactVersions(packages: readonly string[]): Promise<Record<string, string>> {
  const { dependencies, devDependencies } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'))
  const known = { ...dependencies, ...devDependencies }
  return Object.fromEntries(packages.map((name) => [name, known[name] as string]))
}

export interface InstalledProject {
  readonly folder: string
  run(command: readonly string[], variables?: Readonly<Record<string, string>>): Promise<CommandResult>
  write(file: string, text: string): Promise<string>
  /** Puts these packages beside the library, and takes those of an earlier call away. */
  use(packages: readonly string[]): Promise<void>
  remove(): Promise<void>
}

/**
 * An empty project outside of the repository, with the packed library, packages in the version that the repository has, and
 * others by name and version.
 */
export async function projectWith(
  packages: readonly string[],
  others: Readonly<Record<string, string>> = {},
): Promise<InstalledProject> {
  const folder = await mkdtemp(join(tmpdir(), 'signalbox-test-project-'))
  const library = { signalbox: `file:${await packedLibrary()}` }
  const dependencies = { ...library, ...(await exactVersions(packages)), ...others }
  const manifest = { name: 'consumer', private: true, type: 'module', dependencies }
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest, null, 2))
  await mustRun(folder, INSTALL)
  return {
    folder,
    run: (command, variables) => runIn(folder, command, variables),
    async write(file, text) {
      await mkdir(join(folder, file, '..'), { recursive: true })
      await writeFile(join(folder, file), text)
      return join(folder, file)
    },
    async use(more) {
      const named = Object.entries(await exactVersions(more)).map(([name, version]) => `${name}@${version}`)
      await mustRun(folder, [...INSTALL, '--no-save', ...named])
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}
