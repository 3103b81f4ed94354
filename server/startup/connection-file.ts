/**
 * `connection.json`: how programs on this machine (stand-alone workers, the demo) reach this installation without being
 * told. Only its owner may read it.
 */
import { join } from 'node:path'
import { z } from 'zod'
import { readJsonIfThere, writePrivateFile } from './data-dir.ts'

const connection = z.object({ url: z.string(), token: z.string(), databaseUrl: z.string() })
export type Connection = z.infer<typeof connection>

const fileIn = (dataDir: string) => join(dataDir, 'connection.json')

/** Null before the first start, or when the file is not one of ours. */
export async function readConnection(dataDir: string): Promise<Connection | null> {
  const parsed = connection.safeParse(await readJsonIfThere(fileIn(dataDir)))
  return parsed.success ? parsed.data : null
}

export async function writeConnection(dataDir: string, value: Connection): Promise<void> {
  await writePrivateFile(fileIn(dataDir), `${JSON.stringify(value, null, 2)}\n`)
}

/** An address at which this machine reaches a server that listens on `host`. */
export function localUrl(host: string, port: number): string {
  const reachable =
    { '0.0.0.0': '127.0.0.1', '::': '[::1]' }[host] ?? (host.includes(':') ? `[${host}]` : host)
  return `http://${reachable}:${port}`
}
