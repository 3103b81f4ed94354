/** The release's migrations as a backup sees them: those that its rows fit are applied first, the later ones after. */
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const FOLDER = fileURLToPath(new URL('../../prisma/migrations/', import.meta.url))

export async function knownMigrations(): Promise<string[]> {
  const entries = await readdir(FOLDER, { withFileTypes: true })
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
}

/** Gives `work` a folder that holds only these migrations. */
export async function withMigrations<T>(
  names: readonly string[],
  work: (folder: URL) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'signalbox-migrations-'))
  try {
    for (const name of names) await cp(join(FOLDER, name), join(folder, name), { recursive: true })
    return await work(pathToFileURL(`${folder}/`))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
