/** From a configuration to a backend. An implementation, and with it its client library, is loaded on first use. */
import type { BackendConfig } from '../config.ts'
import { TaskError } from '../errors.ts'
import type { Backend, BackendKind } from './backend.ts'
import type { Capabilities } from './capabilities.ts'
import { MEMORY_CAPABILITIES } from './memory/capabilities.ts'

export interface BackendOptions {
  /** One segment that lets several installations share a broker. */
  readonly namespace: string
  readonly now?: () => Date
}

const CAPABILITIES: Partial<Record<BackendKind, Capabilities>> = {
  memory: MEMORY_CAPABILITIES,
}

function unsupported(kind: string): TaskError {
  const known = Object.keys(CAPABILITIES).join(', ')
  return new TaskError(
    'backend-unsupported',
    `This version has no backend of kind "${kind}"; expected one of ${known}.`,
    { context: { kind } },
  )
}

/** @throws TaskError `backend-unsupported` for a kind without an implementation */
export function capabilitiesOf(kind: BackendKind): Capabilities {
  const capabilities = CAPABILITIES[kind]
  if (capabilities === undefined) throw unsupported(kind)
  return capabilities
}

/**
 * Makes the backend; it is not connected yet. `config.url` is already resolved, no longer a secret reference.
 * @throws TaskError `backend-unsupported` for a kind without an implementation
 */
export async function createBackend(config: BackendConfig, options: BackendOptions): Promise<Backend> {
  const now = options.now ?? (() => new Date())
  switch (config.kind) {
    case 'memory': {
      const { createMemoryBackend } = await import('./memory/memory-backend.ts')
      return createMemoryBackend({ now })
    }
    default:
      throw unsupported(config.kind)
  }
}
