/**
 * The last good configuration on disk, so that a worker can start while the control plane is away. Written whole or
 * not at all, readable by its owner alone.
 */
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'

const savedCopy = z.object({
  savedAt: z.iso.datetime(),
  /** Of which control plane: a copy from another one is not ours. */
  url: z.string(),
  etag: z.string().nullable(),
  document: z.unknown(),
})
export type SavedCopy = z.infer<typeof savedCopy>

/** Replaces the copy. */
export async function writeSavedCopy(path: string, copy: SavedCopy): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const temporary = `${path}.${process.pid}.new`
  try {
    const file = await open(temporary, 'w', 0o600)
    try {
      await file.writeFile(`${JSON.stringify(copy, null, 2)}\n`)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}

/** null when there is none, or none that can be read. */
export async function readSavedCopy(path: string): Promise<SavedCopy | null> {
  try {
    const parsed = savedCopy.safeParse(JSON.parse(await readFile(path, 'utf8')))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}
