/**
 * The archive's form: gzip of a text that `psql` reads too. A first comment line describes it; then each table stands as
 * `COPY … FROM stdin;`, its rows, and a line `\.`.
 */
import { z } from 'zod'

/** Why a file cannot be restored, in words for the person who asked. */
export class BackupError extends Error {
  override readonly name = 'BackupError'
}

export const FORMAT = 1
const MARK = '-- signalbox backup '

export const manifest = z.object({
  format: z.literal(FORMAT),
  version: z.string(),
  createdAt: z.string(),
  /** Names of the migrations that the rows fit. */
  migrations: z.array(z.string()),
})
export type Manifest = z.infer<typeof manifest>

export const manifestLine = (value: Manifest) => `${MARK}${JSON.stringify(value)}\n`

/** @throws BackupError when the line is not the first of an archive that this release reads */
export function parseManifest(line: string | undefined): Manifest {
  if (line === undefined || !line.startsWith(MARK))
    throw new BackupError('This file is not a Signalbox backup.')
  const parsed = manifest.safeParse(JSON.parse(line.slice(MARK.length)))
  if (parsed.success) return parsed.data
  throw new BackupError('This backup was made by a newer release of Signalbox; restore it with that release.')
}

export const END_OF_ROWS = '\\.'
const COPY = /^COPY ("[^"]+"\."[^"]+") \(.*\) FROM stdin;$/

export function copyLine(table: string, columns: readonly string[]): string {
  return `COPY ${table} (${columns.map((column) => `"${column}"`).join(', ')}) FROM stdin;\n`
}

/** The statement without its semicolon, or null when the line is none. */
export function parseCopyLine(line: string): { statement: string; table: string } | null {
  const table = COPY.exec(line)?.[1]
  return table === undefined ? null : { statement: line.slice(0, -1), table }
}
