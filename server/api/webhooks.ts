/** `/webhooks`, and `/hooks/{name}`, at which providers deliver: there the body is read as bytes, for they are signed. */
import type { Auth } from '../auth/auth.ts'
import type { Events } from '../events/events.ts'
import { type ReceiveDeps, type Received, receiveWebhook } from '../webhooks/receive-webhook.ts'
import { sendTest } from '../webhooks/send-test.ts'
import {
  createWebhook,
  getWebhook,
  listWebhooks,
  patchWebhook,
  removeWebhook,
  type WebhookDetails,
  type WebhooksDeps,
} from '../webhooks/webhooks.ts'
import { API_BASE } from './access.ts'
import * as contract from './contract/webhooks.ts'
import type { Api } from './types.ts'

export interface WebhookServices extends WebhooksDeps, ReceiveDeps {
  readonly auth: Auth
  readonly events: Events
}

const urlOf = ({ auth }: WebhookServices, name: string) => `${auth.baseUrl}${API_BASE}/hooks/${name}`

function toView(services: WebhookServices, row: WebhookDetails): contract.WebhookView {
  const { name, project, type, scheme, options, secret, idFrom, enabled, description } = row
  const { lastRefusedAt, lastRefusal, accepted, repeated, refused } = row
  return {
    ...{ name, project, type, secret, idFrom, enabled, description },
    scheme: scheme as contract.WebhookView['scheme'],
    options: options as contract.WebhookView['options'],
    url: urlOf(services, name),
    problems: [...row.problems],
    counts: { accepted, repeated, refused },
    lastReceivedAt: row.lastReceivedAt?.toISOString() ?? null,
    lastRefusal:
      lastRefusedAt === null ? null : { at: lastRefusedAt.toISOString(), reason: lastRefusal ?? '' },
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }
}

export function registerWebhooks(api: Api, services: WebhookServices): void {
  api.openapi(contract.listWebhooks, async (c) => {
    const items = (await listWebhooks(services)).map((row) => toView(services, row))
    return c.json({ items, nextCursor: null }, 200)
  })
  api.openapi(contract.createWebhook, async (c) => {
    const input = { ...c.req.valid('json'), requestId: c.var.requestId }
    return c.json(toView(services, await createWebhook(services, c.var.actor, input)), 201)
  })
  api.openapi(contract.getWebhook, async (c) =>
    c.json(toView(services, await getWebhook(services, c.req.valid('param').webhook)), 200),
  )
  api.openapi(contract.patchWebhook, async (c) => {
    const name = c.req.valid('param').webhook
    const input = { ...c.req.valid('json'), name, requestId: c.var.requestId }
    return c.json(toView(services, await patchWebhook(services, c.var.actor, input)), 200)
  })
  api.openapi(contract.deleteWebhook, async (c) => {
    const name = c.req.valid('param').webhook
    await removeWebhook(services, c.var.actor, { name, requestId: c.var.requestId })
    return c.body(null, 204)
  })
  registerDeliveries(api, services)
}

function registerDeliveries(api: Api, services: WebhookServices): void {
  api.openapi(contract.testWebhook, async (c) => {
    const name = c.req.valid('param').webhook
    const { payload } = c.req.valid('json')
    const given = { name, payload, url: urlOf(services, name) }
    const { id, type, repeated } = await sendTest(services, c.var.actor, given)
    return c.json({ id, type, repeated }, 200)
  })
  api.post('/hooks/:webhook', async (c) => {
    const name = c.req.param('webhook')
    const body = new Uint8Array(await c.req.arrayBuffer())
    const url = urlOf(services, encodeURIComponent(name)) + new URL(c.req.url).search
    const received = await receiveWebhook(services, name, { headers: c.req.raw.headers, body, url })
    return answerOf(received, c.req.raw.headers)
  })
}

/** Twilio takes an answer for instructions: it wants markup, and here an empty one. */
function answerOf({ id, type, repeated, challenge }: Received, headers: Headers): Response {
  const status = repeated ? 200 : 202
  if (challenge !== undefined) return Response.json({ challenge })
  if (!headers.has('x-twilio-signature')) return Response.json({ id, type, repeated }, { status })
  const answer = { 'content-type': 'text/xml', 'x-signalbox-task-id': id }
  return new Response('<Response/>', { status: 200, headers: answer })
}
