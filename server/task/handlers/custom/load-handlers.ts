/** For the stand-alone worker: custom handlers from packages and local modules that are named on its command line. */
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { asError } from '../../consume/verdict.ts'
import { TaskError } from '../../errors.ts'
import { type CustomHandler, customHandlersByName } from './define-handler.ts'

/**
 * A module exports its handlers by name, as `default`, or as an array.
 * @param names a package that `folder` can import, or a path that begins with "." or "/"
 * @throws TaskError `config-invalid` that names the module
 */
export async function loadHandlers(names: readonly string[], folder: string): Promise<CustomHandler[]> {
  const loaded: unknown[] = []
  for (const name of names) loaded.push(...(await handlersOf(name, folder)))
  return [...customHandlersByName(loaded).values()]
}

async function handlersOf(name: string, folder: string): Promise<unknown[]> {
  const exported = await importFrom(name, folder)
  const found = [...new Set(Object.values(exported).flat())].filter(looksLikeHandler)
  if (found.length === 0)
    throw new TaskError(
      'config-invalid',
      `--handlers ${name}: expected exports made by defineHandler, got none.`,
    )
  try {
    customHandlersByName(found)
  } catch (error) {
    throw new TaskError('config-invalid', `--handlers ${name}: ${asError(error).message}`, { cause: error })
  }
  return found
}

const looksLikeHandler = (value: unknown) =>
  typeof value === 'object' && value !== null && 'name' in value && ('run' in value || 'options' in value)

async function importFrom(name: string, folder: string): Promise<Record<string, unknown>> {
  try {
    const path = /^[./]/.test(name)
      ? resolve(folder, name)
      : createRequire(join(folder, 'package.json')).resolve(name)
    return await import(pathToFileURL(path).href)
  } catch (cause) {
    throw new TaskError('config-invalid', `--handlers ${name}: cannot be loaded: ${asError(cause).message}`, {
      cause,
    })
  }
}
