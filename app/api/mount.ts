/**
 * Hands requests that Next received to the one API of the process. Our own server puts its container in `globalThis`
 * before Next starts; under plain `next start` the container makes itself, once.
 */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

interface Mounted {
  readonly api: { fetch(request: Request): Response | Promise<Response> }
}

const CONTAINER = 'server/get-container.ts'

/** Node imports the server as it is on disk: a bundled copy would open a second database pool beside the first. */
async function startContainer(): Promise<Mounted> {
  const url = pathToFileURL(join(process.cwd(), CONTAINER)).href
  const { getContainer } = await import(/* turbopackIgnore: true */ /* webpackIgnore: true */ url)
  return getContainer()
}

export async function handle(request: Request): Promise<Response> {
  const { signalbox } = globalThis as { signalbox?: Mounted }
  const { api } = signalbox ?? (await startContainer())
  return api.fetch(request)
}
