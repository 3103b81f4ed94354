/** Signs a payload as the provider would and receives it: the whole way, without the provider. */

import { requireProject } from '../auth/own-project.ts'
import type { Actor } from '../auth/scopes.ts'
import { notFound, Refusal } from '../errors.ts'
import { findWebhook } from '../store/webhooks.ts'
import { isTaskError } from '../task/index.ts'
import { type ReceiveDeps, type Received, receiveWebhook } from './receive-webhook.ts'
import type { SchemeName } from './schemes/scheme.ts'
import { schemes } from './schemes/schemes.ts'

interface Test {
  readonly name: string
  readonly payload: unknown
  /** The webhook's public address. */
  readonly url: string
}

/** Twilio's deliveries are forms. */
function bodyOf(scheme: string, payload: unknown): Uint8Array {
  if (scheme !== 'twilio') return Buffer.from(JSON.stringify(payload))
  const fields = Object.entries((payload ?? {}) as object).map(([name, value]) => [name, String(value)])
  return Buffer.from(new URLSearchParams(fields).toString())
}

/** @throws Refusal as `receiveWebhook` does */
export async function sendTest(
  deps: ReceiveDeps,
  actor: Actor,
  { name, payload, url }: Test,
): Promise<Received> {
  const webhook = await findWebhook(deps.database.prisma, name)
  if (webhook === null) throw notFound('webhook', name)
  requireProject(actor, webhook.project)
  const secret = await deps.webhookSecrets.resolve(webhook.secret).catch((error: unknown) => {
    throw isTaskError(error) ? new Refusal(503, 'not-ready', error.message) : error
  })
  const body = bodyOf(webhook.scheme, payload)
  const given = { body, url, secret, options: webhook.options, now: deps.now(), id: deps.newId() }
  const signed = schemes[webhook.scheme as SchemeName].sign(given)
  const headers = new Headers({ 'content-type': 'application/json', ...signed })
  return receiveWebhook(deps, name, { headers, body, url })
}
