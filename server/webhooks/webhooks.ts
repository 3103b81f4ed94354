/** Inbound webhooks as they are shown and changed. The secret stays a reference; what does not resolve is said by name. */
import { requireProject } from '../auth/own-project.ts'
import type { Actor } from '../auth/scopes.ts'
import { conflict, type FieldError, invalid, notFound } from '../errors.ts'
import type { PublishCatalog } from '../publishing/publish-catalog.ts'
import { recordAudit } from '../store/audit.ts'
import type { Database } from '../store/database.ts'
import {
  deleteWebhook,
  findWebhook,
  insertWebhook,
  lockWebhook,
  readWebhooks,
  updateWebhook,
  type WebhookFields,
  type WebhookRow,
} from '../store/webhooks.ts'
import { isTaskError, type SecretResolver } from '../task/index.ts'

export interface WebhooksDeps {
  readonly database: Database
  readonly catalog: PublishCatalog
  readonly webhookSecrets: SecretResolver
}

export interface WebhookDetails extends WebhookRow {
  /** Why no delivery can become a task now, one sentence each. */
  readonly problems: readonly string[]
}

export async function listWebhooks(deps: WebhooksDeps): Promise<WebhookDetails[]> {
  return Promise.all((await readWebhooks(deps.database.prisma)).map((row) => detailsOf(deps, row)))
}

/** @throws Refusal 404 */
export async function getWebhook(deps: WebhooksDeps, name: string): Promise<WebhookDetails> {
  const row = await findWebhook(deps.database.prisma, name)
  if (row === null) throw notFound('webhook', name)
  return detailsOf(deps, row)
}

async function detailsOf(deps: WebhooksDeps, row: WebhookRow): Promise<WebhookDetails> {
  const errors = await assignmentErrors(deps, row)
  const unresolved = await deps.webhookSecrets.resolve(row.secret).then(
    () => [],
    (error: unknown) => {
      if (!isTaskError(error)) throw error
      return [error.message]
    },
  )
  return { ...row, problems: [...unresolved, ...errors.map(({ detail }) => detail)] }
}

async function assignmentErrors(
  { catalog }: WebhooksDeps,
  { project, type }: Pick<WebhookFields, 'project' | 'type'>,
): Promise<FieldError[]> {
  const found = (await catalog.find([type], { fresh: true })).types.get(type)
  if (found === undefined) return [{ pointer: '/type', detail: `there is no task type "${type}"` }]
  if (found.producers.has(project)) return []
  return [{ pointer: '/project', detail: `project "${project}" is not assigned to produce "${type}"` }]
}

const OPTIONS_OF: Readonly<Record<string, readonly string[]>> = {
  'hmac-sha256': ['header', 'encoding', 'prefix', 'timestampHeader'],
  token: ['header', 'prefix'],
}

async function refuseUnfit(deps: WebhooksDeps, fields: WebhookFields): Promise<void> {
  const allowed = OPTIONS_OF[fields.scheme] ?? []
  const options = Object.keys(fields.options)
    .filter((name) => !allowed.includes(name))
    .map((name) => ({ pointer: `/options/${name}`, detail: `expected no such option of ${fields.scheme}` }))
  const errors = [...options, ...(await assignmentErrors(deps, fields))]
  if (errors.length > 0) throw invalid('The webhook cannot be used like this.', errors)
}

interface Requested {
  readonly requestId?: string
}

const target = (name: string) => ({ kind: 'webhook', name })

const auditable = ({
  name,
  project,
  type,
  scheme,
  options,
  secret,
  idFrom,
  enabled,
  description,
}: WebhookFields) => ({
  ...{ name, project, type, scheme, options, secret, idFrom, enabled, description },
})

/** @throws Refusal 403, 409 when the name is taken, 422 when the project does not produce the type */
export async function createWebhook(
  deps: WebhooksDeps,
  actor: Actor,
  { requestId, ...fields }: WebhookFields & Requested,
): Promise<WebhookDetails> {
  requireProject(actor, fields.project)
  await refuseUnfit(deps, fields)
  await deps.database.prisma.$transaction(async (tx) => {
    if (!(await insertWebhook(tx, fields)))
      throw conflict('exists', `There is a webhook "${fields.name}" already.`)
    const after = auditable(fields)
    await recordAudit(tx, actor, { action: 'webhook.create', target: target(fields.name), after, requestId })
  })
  return getWebhook(deps, fields.name)
}

/** @throws Refusal 403, 404, 422 */
export async function patchWebhook(
  deps: WebhooksDeps,
  actor: Actor,
  { name, requestId, ...patch }: Partial<WebhookFields> & { name: string } & Requested,
): Promise<WebhookDetails> {
  await deps.database.prisma.$transaction(async (tx) => {
    const before = await lockWebhook(tx, name)
    if (before === null) throw notFound('webhook', name)
    const after = auditable({ ...before, ...patch })
    requireProject(actor, before.project)
    requireProject(actor, after.project)
    await refuseUnfit(deps, after)
    await updateWebhook(tx, after)
    const change = { before: auditable(before), after, requestId }
    await recordAudit(tx, actor, { action: 'webhook.change', target: target(name), ...change })
  })
  return getWebhook(deps, name)
}

/** @throws Refusal 403, 404 */
export async function removeWebhook(
  deps: WebhooksDeps,
  actor: Actor,
  { name, requestId }: { name: string } & Requested,
): Promise<void> {
  await deps.database.prisma.$transaction(async (tx) => {
    const before = await lockWebhook(tx, name)
    if (before === null) throw notFound('webhook', name)
    requireProject(actor, before.project)
    await deleteWebhook(tx, name)
    await recordAudit(tx, actor, {
      action: 'webhook.delete',
      target: target(name),
      before: auditable(before),
      requestId,
    })
  })
}
