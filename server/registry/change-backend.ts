/** Registers, changes and removes backends. Addresses are secret references; a secret never comes by here. */

import { isDeepStrictEqual } from 'node:util'
import type { ConfigChanges } from '../assignments/config-changes.ts'
import { requireNoProject } from '../auth/own-project.ts'
import type { Actor } from '../auth/scopes.ts'
import { conflict, invalid, notFound } from '../errors.ts'
import { recordAudit } from '../store/audit.ts'
import {
  type BackendOptions,
  type BackendRow,
  type BackendWithUse,
  deleteBackend,
  insertBackend,
  lockBackend,
  updateBackend,
} from '../store/backends.ts'
import type { Db } from '../store/database.ts'
import { typesLeftBehind } from '../store/waiting.ts'
import { backendConfig, jsonPointer } from '../task/index.ts'
import { type BackendDetails, type BackendsDeps, getBackend } from './backends.ts'

export interface ChangeBackendDeps extends BackendsDeps {
  readonly changes: ConfigChanges
}

interface Requested {
  readonly requestId?: string
}

export interface NewBackend extends Requested {
  readonly name: string
  readonly kind: string
  readonly url?: string
  readonly options?: BackendOptions
  readonly description: string
}

const target = (name: string) => ({ kind: 'backend', name })
const auditable = ({ kind, url, options, description }: Auditable) => ({ kind, url, options, description })
type Auditable = Pick<BackendRow, 'kind' | 'url' | 'options' | 'description'>

/** @throws Refusal 403, 409 when the name is taken, 422 when the kind and the address do not fit */
export async function createBackend(
  deps: ChangeBackendDeps,
  actor: Actor,
  { name, kind, url, options, description, requestId }: NewBackend,
): Promise<BackendDetails> {
  requireNoProject(actor, 'backends')
  refuseUnfitUrl(kind, url)
  const backend = { name, kind, url: url ?? null, options: options ?? null, description }
  refuseUnfitOptions(backend)
  await deps.changes.apply(async ({ tx, touch }) => {
    if (!(await insertBackend(tx, backend))) throw conflict('exists', `There is a backend "${name}" already.`)
    await recordAudit(tx, actor, {
      action: 'backend.create',
      target: target(name),
      after: auditable(backend),
      requestId,
    })
    touch({ backends: [name] })
  })
  probe(deps, name)
  return getBackend(deps, name)
}

function refuseUnfitUrl(kind: string, url: string | undefined): void {
  if (kind === 'memory' && url !== undefined)
    throw invalid('A memory backend has no address.', [{ pointer: '/url', detail: 'expected no such field' }])
  if (kind !== 'memory' && url === undefined)
    throw invalid(`A ${kind} backend needs an address.`, [
      { pointer: '/url', detail: 'expected a secret reference such as "env:ORDERS_DATABASE_URL"' },
    ])
}

function refuseUnfitOptions({ kind, url, options }: Pick<BackendRow, 'kind' | 'url' | 'options'>): void {
  if (options === null) return
  const { error } = backendConfig.safeParse({ kind, ...(url === null ? {} : { url }), ...options })
  if (error === undefined) return
  const errors = error.issues.map(({ path, message }) => ({
    pointer: jsonPointer(['options', ...path]),
    detail: message,
  }))
  throw invalid(`These are no options of a ${kind} backend.`, errors)
}

/** Connects ahead of the first use, so that a wrong address shows at once; the pool keeps the reason as its health. */
function probe({ pool }: ChangeBackendDeps, name: string): void {
  void pool.get(name).catch(() => undefined)
}

export interface BackendPatch extends Requested {
  readonly name: string
  readonly url?: string
  /** null: none any more. */
  readonly options?: BackendOptions | null
  readonly description?: string
}

/** @throws Refusal 403, 404, 422 */
export async function patchBackend(
  deps: ChangeBackendDeps,
  actor: Actor,
  { name, requestId, ...patch }: BackendPatch,
): Promise<BackendDetails> {
  requireNoProject(actor, 'backends')
  const moved = await deps.changes.apply(async ({ tx, touch }) => {
    const before = await lockBackend(tx, name)
    if (before === null) throw notFound('backend', name)
    if (patch.url !== undefined) refuseUnfitUrl(before.kind, patch.url)
    const after = { ...before, ...patch }
    refuseUnfitOptions(after)
    const addressChanged = after.url !== before.url || !isDeepStrictEqual(after.options, before.options)
    if (!addressChanged && after.description === before.description) return false
    await updateBackend(tx, name, patch)
    await recordAudit(tx, actor, {
      action: 'backend.change',
      target: target(name),
      before: auditable(before),
      after: auditable(after),
      requestId,
    })
    if (addressChanged) touch({ backends: [name] })
    return addressChanged
  })
  if (moved) {
    await deps.pool.invalidate(name)
    probe(deps, name)
  }
  return getBackend(deps, name)
}

/** @throws Refusal 403, 404, 409 while a task type uses it or has left tasks there */
export async function removeBackend(
  deps: ChangeBackendDeps,
  actor: Actor,
  { name, requestId }: { name: string } & Requested,
): Promise<void> {
  requireNoProject(actor, 'backends')
  await deps.changes.apply(async ({ tx, touch }) => {
    const backend = await lockBackend(tx, name)
    if (backend === null) throw notFound('backend', name)
    await refuseUsed(tx, backend)
    await deleteBackend(tx, name)
    await recordAudit(tx, actor, {
      action: 'backend.delete',
      target: target(name),
      before: auditable(backend),
      requestId,
    })
    touch({ backends: [name] })
  })
  await deps.pool.invalidate(name)
}

async function refuseUsed(tx: Db, { name, taskTypes }: BackendWithUse): Promise<void> {
  if (taskTypes > 0)
    throw conflict(
      'in-use',
      `The backend "${name}" is used by ${taskTypes} ${taskTypes === 1 ? 'task type' : 'task types'}.`,
    )
  const types = await typesLeftBehind(tx, name)
  if (types.length > 0)
    throw conflict(
      'not-empty',
      `Tasks of ${types.join(', ')} still wait in the backend "${name}", or are drained from it.`,
      {
        types,
      },
    )
}
