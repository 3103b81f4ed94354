/** For the stand-alone worker: custom handlers from packages and local modules that are named on its command line. */
import { registerHooks } from 'node:module'
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
    return await import(
      /^[./]/.test(name) ? pathToFileURL(resolve(folder, name)).href : packageIn(name, folder)
    )
  } catch (cause) {
    throw new TaskError('config-invalid', `--handlers ${name}: cannot be loaded: ${asError(cause).message}`, {
      cause,
    })
  }
}

/** URL of what `folder` would import; `require` would not find a package that is for `import` alone. */
function packageIn(name: string, folder: string): string {
  const parentURL = pathToFileURL(join(folder, 'package.json')).href
  const hooks = registerHooks({
    resolve: (specifier, context, next) =>
      next(specifier, specifier === name ? { ...context, parentURL } : context),
  })
  try {
    return import.meta.resolve(name)
  } finally {
    hooks.deregister()
  }
}
