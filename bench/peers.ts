/** The libraries that we compare with: dependencies of this folder alone, installed when they are first needed. */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const FOLDER = fileURLToPath(new URL('.', import.meta.url))
const INSTALL = ['install', '--prefix', FOLDER, '--no-audit', '--no-fund']

const manifestOf = (name: string) => `${FOLDER}node_modules/${name}/package.json`
const isThere = (name: string) => existsSync(manifestOf(name))

/**
 * @param install whether to install what is missing
 * @returns those of `names` that can be loaded
 */
export function providePeers(
  names: readonly string[],
  install: boolean,
  note: (text: string) => void,
): string[] {
  const missing = () => names.filter((name) => !isThere(name))
  if (missing().length > 0 && install) {
    note(`Installing ${missing().join(' and ')} to compare with, once: npm install --prefix bench`)
    // npm's own report would stand between our lines on stdout.
    spawnSync('npm', INSTALL, { stdio: ['ignore', 2, 2] })
  }
  if (missing().length > 0)
    note(`Not compared with ${missing().join(', ')}, not installed: npm install --prefix bench`)
  return names.filter(isThere)
}

export function peerVersion(name: string): string {
  return (JSON.parse(readFileSync(manifestOf(name), 'utf8')) as { version: string }).version
}

/** The project does not depend on it, so its types are not there: `T` is what we use of it. */
export async function loadPeer<T>(name: string): Promise<T> {
  return (await import(name)) as T
}
