/**
 * Task types as publishing sees them, remembered for a short while so that a publish costs no query. Only what
 * allows a publish is believed from memory: before refusing anything, ask again with `fresh`.
 */
import type { Database } from '../store/database.ts'
import { type PublishableTypeRow, readPublishableTypes } from '../store/publishable-types.ts'
import type { BackendKind } from '../task/index.ts'
import { compilePayloadSchema, type PayloadCheck } from '../task/publish/payload-schema.ts'

export interface PublishableType {
  readonly name: string
  readonly backend: string
  readonly kind: BackendKind
  readonly queueName: string | null
  /** null when any payload will do. */
  readonly checkPayload: PayloadCheck | null
  readonly producers: ReadonlySet<string>
}

export interface PublishCatalog {
  /** Those of `names` that exist; `fresh` tells that all were read just now. */
  find(
    names: Iterable<string>,
    options?: { fresh?: boolean },
  ): Promise<{ types: ReadonlyMap<string, PublishableType>; fresh: boolean }>
  /** Forgets what is remembered, e.g. when the configuration changed. */
  invalidate(): void
}

interface Remembered {
  readonly type: PublishableType
  readonly until: number
}

export function createPublishCatalog(deps: {
  readonly database: Database
  /** Milliseconds of a monotonic clock. */
  now?(): number
  /** Default 2 s. */
  readonly ttlMs?: number
}): PublishCatalog {
  const now = deps.now ?? (() => performance.now())
  const ttlMs = deps.ttlMs ?? 2_000
  const remembered = new Map<string, Remembered>()
  /** Compiling costs milliseconds, so a check outlives what is remembered of its type. */
  const checks = new Map<string, { schemaText: string; check: PayloadCheck | null }>()

  function checkOf(row: PublishableTypeRow): PayloadCheck | null {
    const schemaText = JSON.stringify(row.payloadSchema)
    const known = checks.get(row.name)
    if (known?.schemaText === schemaText) return known.check
    const check = row.payloadSchema === null ? null : compilePayloadSchema(row.payloadSchema)
    checks.set(row.name, { schemaText, check })
    return check
  }

  async function load(names: readonly string[]): Promise<void> {
    const until = now() + ttlMs
    const rows = await readPublishableTypes(deps.database, names)
    for (const name of names) remembered.delete(name)
    for (const row of rows) {
      const { name, backend, queueName } = row
      const kind = row.kind as BackendKind
      const type = {
        name,
        backend,
        kind,
        queueName,
        checkPayload: checkOf(row),
        producers: new Set(row.producers),
      }
      remembered.set(name, { type, until })
    }
  }

  return {
    async find(names, { fresh = false } = {}) {
      const wanted = [...new Set(names)]
      const missing = wanted.filter((name) => fresh || !((remembered.get(name)?.until ?? 0) > now()))
      if (missing.length > 0) await load(missing)
      const found = wanted.flatMap((name) => remembered.get(name)?.type ?? [])
      return {
        types: new Map(found.map((type) => [type.name, type])),
        fresh: missing.length === wanted.length,
      }
    },
    invalidate: () => remembered.clear(),
  }
}
