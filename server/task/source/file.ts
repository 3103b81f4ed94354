/** A configuration in a file, for workers that run without a control plane. Read again when it changes. */
import { createHash } from 'node:crypto'
import { unwatchFile, watchFile } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { asError } from '../consume/verdict.ts'
import { isTaskError, TaskError } from '../errors.ts'
import type { ConfigSink, ConfigSource, FoundConfig } from './source.ts'

export interface FileSourceOptions {
  /** How often the file's date is looked at; 1,000 ms when left out. */
  readonly watchIntervalMs?: number
}

/** @throws TaskError `config-invalid` when it cannot be read or is no JSON */
export async function readConfigFile(path: string): Promise<FoundConfig> {
  const text = await textOf(path)
  try {
    const etag = createHash('sha256').update(text).digest('hex').slice(0, 16)
    return { document: JSON.parse(text), etag, from: path }
  } catch (cause) {
    throw unreadable(path, `expected JSON: ${asError(cause).message}`, cause)
  }
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    throw unreadable(path, `it cannot be read (${(cause as NodeJS.ErrnoException).code ?? cause})`, cause)
  }
}

function unreadable(path: string, reason: string, cause: unknown): TaskError {
  const message = `The configuration file ${path} is unusable: ${reason}`
  return new TaskError('config-invalid', message, {
    cause,
    context: { issues: [{ path: '', message: reason }] },
  })
}

export function fromFile(path: string, options: FileSourceOptions = {}): ConfigSource {
  const file = resolve(path)
  let onChange = () => {}

  async function deliver(sink: ConfigSink): Promise<void> {
    try {
      await sink.apply(await readConfigFile(file))
    } catch (error) {
      if (isTaskError(error)) sink.failed(error)
      else throw error
    }
  }

  return {
    start(sink) {
      onChange = () => void deliver(sink)
      onChange()
      // By date, not by notification: an editor's rename and a mounted volume's link are seen as well.
      watchFile(file, { interval: options.watchIntervalMs ?? 1_000 }, onChange)
    },
    async stop() {
      unwatchFile(file, onChange)
    },
  }
}
