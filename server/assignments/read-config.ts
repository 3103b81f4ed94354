/** The worker's question: is there another configuration than the one that I have? May wait for one. */
import { requireProject } from '../auth/own-project.ts'
import type { Actor } from '../auth/scopes.ts'
import type { ConfigCache, ConfigEntry } from './config-cache.ts'
import { matchesAny } from './etag.ts'

export interface ReadConfigDeps {
  readonly configCache: ConfigCache
}

export interface ConfigQuestion {
  readonly project: string
  /** `If-None-Match` as it came. */
  readonly known: string | undefined
  /** How long to wait for a document that differs; 0 answers at once. */
  readonly waitMs: number
  /** The caller has gone. */
  readonly signal: AbortSignal
}

/**
 * @returns the document, and whether the caller has another one; not modified is 304
 * @throws Refusal 403, 404
 */
export async function readConfig(
  { configCache }: ReadConfigDeps,
  actor: Actor,
  { project, known, waitMs, signal }: ConfigQuestion,
): Promise<{ entry: ConfigEntry; modified: boolean }> {
  requireProject(actor, project)
  const deadline =
    waitMs > 0
      ? AbortSignal.any([signal, configCache.closed, AbortSignal.timeout(waitMs)])
      : AbortSignal.abort()
  for (;;) {
    // Watching begins before the read: a change in between is not missed.
    const change = deadline.aborted ? null : watchOnce(configCache, project, deadline)
    try {
      const entry = await configCache.get(project)
      const modified = !matchesAny(known, entry.etag)
      if (modified || change === null) return { entry, modified }
      await change.happened
    } finally {
      change?.stop()
    }
  }
}

function watchOnce(cache: ConfigCache, project: string, until: AbortSignal) {
  const { promise, resolve } = Promise.withResolvers<void>()
  const unwatch = cache.watch(project, resolve)
  const onAbort = () => resolve()
  until.addEventListener('abort', onAbort, { once: true })
  return {
    happened: promise,
    stop() {
      unwatch()
      until.removeEventListener('abort', onAbort)
    },
  }
}
