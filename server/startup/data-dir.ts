/**
 * The data folder: what an installation keeps on this machine. Files in it hold secrets, so each is written for its
 * owner only, and whole or not at all.
 */
import { randomBytes } from 'node:crypto'
import { chmod, mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The embedded server runs as another user when we are root; it may pass through the folder, not list it. */
const PASS_THROUGH = 0o711
const OWNER_ONLY = 0o700

/** Makes the folder when it is missing; an existing folder keeps the rights that its owner chose. */
export async function prepareDataDir(dataDir: string): Promise<void> {
  const made = await mkdir(dataDir, { recursive: true, mode: OWNER_ONLY })
  if (made !== undefined) await chmod(dataDir, process.getuid?.() === 0 ? PASS_THROUGH : OWNER_ONLY)
}

export async function writePrivateFile(path: string, text: string): Promise<void> {
  const draft = `${path}.${process.pid}.tmp`
  await writeFile(draft, text, { mode: 0o600 })
  await rename(draft, path)
}

export async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}

/** Null when the file does not exist. */
export async function readTextIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

export async function readJsonIfThere(path: string): Promise<unknown> {
  const text = await readTextIfThere(path)
  if (text === null) return null
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new Error(`${path} is not JSON; move it away and start again.`, { cause })
  }
}

export const newSecret = () => randomBytes(32).toString('base64url')

/** The key that signs sessions: made once per data folder, so that a restart signs nobody out. */
export async function persistedAuthSecret(dataDir: string): Promise<string> {
  const path = join(dataDir, 'auth-secret')
  const kept = (await readTextIfThere(path))?.trim()
  if (kept !== undefined && kept.length >= 32) return kept
  const made = newSecret()
  await writePrivateFile(path, `${made}\n`)
  return made
}
