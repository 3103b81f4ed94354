/** Inbound webhooks: what exists, and the address at which each receives. */
import { z } from '@hono/zod-openapi'
import { secretRef, slug, taskTypeName } from '../../task/index.ts'
import { instant, json, jsonBody, page, route } from './shapes.ts'

export const webhookScheme = z
  .enum(['standard-webhooks', 'github', 'stripe', 'slack', 'twilio', 'hmac-sha256', 'token'])
  .openapi('WebhookScheme')

const headerName = z.string().regex(/^[A-Za-z0-9-]{1,100}$/, 'expected the name of a header')
/** Of `hmac-sha256` and `token`, which leave open what the other schemes fix. */
const webhookOptions = z
  .strictObject({
    /** That bears the signature (`X-Signature`), or the token (`X-Webhook-Token`). */
    header: headerName.optional(),
    /** Of the signature; `hex` when left out. */
    encoding: z.enum(['hex', 'base64']).optional(),
    /** What stands before it, e.g. `sha256=`. */
    prefix: z.string().max(100).optional(),
    /** Seconds of the epoch; then `timestamp.body` is what is signed. */
    timestampHeader: headerName.optional(),
  })
  .openapi('WebhookOptions')

const fields = {
  /** In whose name it publishes; a producer of the type. */
  project: slug,
  type: taskTypeName,
  scheme: webhookScheme,
  options: webhookOptions,
  secret: secretRef,
  /** Where the message id stands, when not where the scheme says. */
  idFrom: z
    .string()
    .max(200)
    .regex(/^((\/[^/]*)+|header:[A-Za-z0-9-]+)$/, 'expected a JSON Pointer such as "/id", or "header:NAME"')
    .nullable(),
  enabled: z.boolean(),
  description: z.string().max(500),
}

export const webhookView = z
  .object({
    name: slug,
    ...fields,
    /** What the provider is to call. */
    url: z.string(),
    /** Why no delivery can become a task now; empty when nothing stands in the way. */
    problems: z.array(z.string()),
    counts: z.object({ accepted: z.int(), repeated: z.int(), refused: z.int() }),
    lastReceivedAt: instant.nullable(),
    lastRefusal: z.object({ at: instant, reason: z.string() }).nullable(),
    createdAt: instant,
    updatedAt: instant,
  })
  .openapi('Webhook')
export type WebhookView = z.infer<typeof webhookView>

const newWebhook = z
  .strictObject({
    name: slug,
    ...fields,
    options: webhookOptions.default({}),
    idFrom: fields.idFrom.default(null),
    enabled: fields.enabled.default(true),
    description: fields.description.default(''),
  })
  .openapi('NewWebhook')
const webhookPatch = z.strictObject(fields).partial().openapi('WebhookPatch')
const webhookParam = z.object({ webhook: slug })
const received = z
  .object({
    /** Of the task; the same for every delivery of one message. */
    id: z.string(),
    type: z.string(),
    /** The message had been accepted before. */
    repeated: z.boolean(),
  })
  .openapi('Received')

export const listWebhooks = route({
  method: 'get',
  path: '/webhooks',
  access: 'read',
  tags: ['webhooks'],
  summary: 'List inbound webhooks by name',
  responses: { 200: json(page(webhookView), 'All webhooks') },
})
export const createWebhook = route({
  method: 'post',
  path: '/webhooks',
  access: 'configure',
  tags: ['webhooks'],
  summary: 'Create an inbound webhook',
  request: jsonBody(newWebhook),
  responses: { 201: json(webhookView, 'Created') },
})
export const getWebhook = route({
  method: 'get',
  path: '/webhooks/{webhook}',
  access: 'read',
  tags: ['webhooks'],
  summary: 'Read an inbound webhook',
  request: { params: webhookParam },
  responses: { 200: json(webhookView, 'The webhook') },
})
export const patchWebhook = route({
  method: 'patch',
  path: '/webhooks/{webhook}',
  access: 'configure',
  tags: ['webhooks'],
  summary: 'Change an inbound webhook',
  request: { params: webhookParam, ...jsonBody(webhookPatch) },
  responses: { 200: json(webhookView, 'Changed') },
})
export const deleteWebhook = route({
  method: 'delete',
  path: '/webhooks/{webhook}',
  access: 'configure',
  tags: ['webhooks'],
  summary: 'Remove an inbound webhook',
  request: { params: webhookParam },
  responses: { 204: { description: 'Removed; its address answers 404' } },
})
export const testWebhook = route({
  method: 'post',
  path: '/webhooks/{webhook}/test',
  access: 'configure',
  tags: ['webhooks'],
  summary: 'Sign a payload as the provider would, and receive it',
  description: 'Publishes a real task.',
  request: {
    params: webhookParam,
    ...jsonBody(z.strictObject({ payload: z.unknown() }).openapi('WebhookTest')),
  },
  responses: { 200: json(received, 'Received') },
})
export const receiveWebhook = route({
  method: 'post',
  path: '/hooks/{webhook}',
  access: 'public',
  tags: ['webhooks'],
  summary: 'Where a provider delivers',
  description:
    'The signature over the raw body is what admits a delivery. `401` says that it does not hold, `503` that the ' +
    'provider is to try again.',
  request: { params: webhookParam },
  responses: {
    200: json(received, 'The message had been accepted before'),
    202: json(received, 'The broker has taken responsibility'),
  },
})
