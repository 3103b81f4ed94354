/** Builds the console when its sources are newer than the build: by content, so that a checkout's dates do not matter. */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { readTextIfThere, writePrivateFile } from './data-dir.ts'
import { StartError } from './start-error.ts'

const SOURCES = ['app', 'components', 'public', 'next.config.ts', 'postcss.config.mjs', 'package-lock.json']
const NOT_SHIPPED = /\.test\.tsx?$|\.md$/
const SHOWN_LINES = 40

export interface ConsoleBuild {
  readonly root: string
  /** Next's output folder, relative to `root`. */
  readonly distDir: string
  /** For the build's process; prepared for Next. */
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly onProgress: (message: string) => void
  /** Aborted when the start has failed elsewhere: the build is ended. */
  readonly signal?: AbortSignal
}

/** @throws StartError with the end of the build's output */
export async function buildConsoleWhenNeeded(build: ConsoleBuild): Promise<void> {
  const hash = await hashOfSources(build.root)
  if (await isBuilt(build, hash)) return
  build.onProgress('Building the console (only after an installation or an update; about a minute)')
  await runBuild(build)
  await writePrivateFile(stampOf(build), `${hash} ${await buildIdOf(build)}\n`)
}

const stampOf = (build: ConsoleBuild) => join(build.root, build.distDir, 'signalbox-sources')
const buildIdOf = (build: ConsoleBuild) => readTextIfThere(join(build.root, build.distDir, 'BUILD_ID'))

/** The stamp names the build too: a `next build` by hand in between is not taken for ours. */
async function isBuilt(build: ConsoleBuild, hash: string): Promise<boolean> {
  const [stamp, buildId] = await Promise.all([readTextIfThere(stampOf(build)), buildIdOf(build)])
  return buildId !== null && stamp?.trim() === `${hash} ${buildId.trim()}`
}

async function hashOfSources(root: string): Promise<string> {
  const hash = createHash('sha256')
  for (const source of SOURCES)
    for (const file of await filesUnder(join(root, source)))
      hash.update(`${relative(root, file)}\0`).update(await readFile(file))
  return hash.digest('hex')
}

async function filesUnder(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true, recursive: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOTDIR') return null
      if (error.code === 'ENOENT') return []
      throw error
    },
  )
  if (entries === null) return [path]
  return entries
    .filter((entry) => entry.isFile() && !NOT_SHIPPED.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}

async function runBuild(build: ConsoleBuild): Promise<void> {
  const next = join(build.root, 'node_modules', 'next', 'dist', 'bin', 'next')
  const child = spawn(process.execPath, [next, 'build'], {
    cwd: build.root,
    env: { ...build.environment } as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(build.signal === undefined ? {} : { signal: build.signal }),
  })
  const said: string[] = []
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => said.push(text))
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject).on('close', resolve)
  })
  if (code === 0) return
  const end = said.join('').trimEnd().split('\n').slice(-SHOWN_LINES).join('\n')
  throw new StartError(`The console could not be built (next build ended with ${code}). It said:\n${end}`)
}
