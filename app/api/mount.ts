/**
 * Hands requests that Next received to the one API of the process. Our own server puts its container in `globalThis`
 * before Next starts; under plain `next start` the first request makes it.
 */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

interface Mounted {
  readonly api: { fetch(request: Request): Response | Promise<Response> }
}

const CONTAINER = 'server/get-container.ts'
const RETRY_AFTER_SECONDS = 5

/** Node imports the server as it is on disk: a bundled copy would open a second database pool beside the first. */
async function startContainer(): Promise<Mounted> {
  const url = pathToFileURL(join(process.cwd(), CONTAINER)).href
  const { getContainer } = await import(/* turbopackIgnore: true */ /* webpackIgnore: true */ url)
  return getContainer()
}

/** The API could not be made, so it cannot say so itself. The next request tries again. */
function notStarted(error: unknown): Response {
  process.stderr.write(`Signalbox could not start: ${error instanceof Error ? error.stack : String(error)}\n`)
  const body = {
    type: 'urn:signalbox:problem:not-started',
    title: 'Unavailable',
    status: 503,
    detail: 'The control plane could not start. Its log has the cause.',
    code: 'not-started',
    requestId: crypto.randomUUID(),
  }
  return new Response(JSON.stringify(body), {
    status: 503,
    headers: { 'content-type': 'application/problem+json', 'retry-after': String(RETRY_AFTER_SECONDS) },
  })
}

export async function handle(request: Request): Promise<Response> {
  const { signalbox } = globalThis as { signalbox?: Mounted }
  const mounted = signalbox ?? (await startContainer().catch(notStarted))
  return mounted instanceof Response ? mounted : mounted.api.fetch(request)
}
