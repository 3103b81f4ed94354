/**
 * Receiving: a provider's delivery comes in as bytes and headers, a task goes out. 1. Is there such a webhook, and is
 * it enabled? 2. Does the signature over the raw bytes hold? 3. What is the message's id? 4. Publish under a task id
 * made of webhook and message id, once per message: a repeat is answered with the first one's id, and one that failed
 * is published by the repeat.
 */
import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Actor } from '../auth/scopes.ts'
import { notFound, Refusal } from '../errors.ts'
import { inHeaders } from '../publishing/locate.ts'
import { type PublishDeps, publishTasks } from '../publishing/publish-tasks.ts'
import type { Database } from '../store/database.ts'
import { countDelivery, findWebhook, type WebhookRow } from '../store/webhooks.ts'
import { isTaskError, type NewTask, type SecretResolver } from '../task/index.ts'
import { messageIdAt, payloadOf } from './payload.ts'
import type { Delivery, SchemeName } from './schemes/scheme.ts'
import { schemes } from './schemes/schemes.ts'

export interface ReceiveDeps extends PublishDeps {
  readonly database: Database
  readonly webhookSecrets: SecretResolver
  readonly log: { warn(context: object, message: string): void }
}

export interface Received {
  readonly id: string
  readonly type: string
  /** The message had been accepted before; nothing was published now. */
  readonly repeated: boolean
  /** What the provider wants to hear instead, e.g. Slack's challenge. */
  readonly challenge?: string
}

/**
 * @throws Refusal 404 unknown or disabled, 401 not proven, 400 or 415 not readable, 422 against the type's schema,
 * 413 too large, 503 what is ours to repair: the secret, the assignment, the backend
 */
export async function receiveWebhook(deps: ReceiveDeps, name: string, delivery: Delivery): Promise<Received> {
  const webhook = await findWebhook(deps.database.prisma, name)
  if (webhook === null) throw notFound('webhook', name)
  try {
    const received = await accept(deps, webhook, delivery)
    await count(deps, name, received.repeated ? 'repeated' : 'accepted', null)
    return received
  } catch (error) {
    const reason = error instanceof Refusal ? `${error.status}: ${error.message}` : '500: an unknown error'
    await count(deps, name, 'refused', reason.slice(0, 500))
    throw error
  }
}

/** The delivery's fate is decided; that it could not be counted must not change it. */
async function count(
  deps: ReceiveDeps,
  name: string,
  ...rest: [Parameters<typeof countDelivery>[2], string | null]
) {
  await countDelivery(deps.database, name, ...rest).catch((error) =>
    deps.log.warn({ err: error, webhook: name }, 'a delivery could not be counted'),
  )
}

async function accept(deps: ReceiveDeps, webhook: WebhookRow, delivery: Delivery): Promise<Received> {
  if (!webhook.enabled) throw new Refusal(404, 'disabled', `The webhook "${webhook.name}" is disabled.`)
  const secret = await secretOf(deps, webhook)
  const scheme = schemes[webhook.scheme as SchemeName]
  const verdict = scheme.verify({ ...delivery, secret, options: webhook.options, now: deps.now() })
  if (!verdict.ok) throw new Refusal(401, 'signature-refused', verdict.reason)
  const payload = payloadOf(delivery.headers, delivery.body)
  const challenge = webhook.scheme === 'slack' ? challengeOf(payload) : null
  if (challenge !== null) return { id: '', type: webhook.type, repeated: true, challenge }
  const idFrom = webhook.idFrom ?? scheme.idFrom
  const own = idFrom === null ? null : messageIdAt(idFrom, delivery.headers, payload)
  if (own === null && webhook.idFrom !== null)
    throw new Refusal(422, 'message-id-missing', `There is no message id at ${webhook.idFrom}.`)
  const messageId = own ?? verdict.signature
  return publishOnce(deps, webhook, { payload, headers: delivery.headers, messageId })
}

async function secretOf({ webhookSecrets, log }: ReceiveDeps, webhook: WebhookRow): Promise<string> {
  try {
    return await webhookSecrets.resolve(webhook.secret)
  } catch (error) {
    if (!isTaskError(error)) throw error
    log.warn({ err: error, webhook: webhook.name }, 'the secret of a webhook does not resolve')
    throw new Refusal(503, 'not-ready', 'The secret of this webhook does not resolve.')
  }
}

/** Slack asks once whether an address is ours. */
function challengeOf(payload: unknown): string | null {
  const { type, challenge } = (payload ?? {}) as { type?: unknown; challenge?: unknown }
  return type === 'url_verification' && typeof challenge === 'string' ? challenge : null
}

interface Message {
  readonly payload: unknown
  readonly headers: Headers
  /** Null: nothing tells deliveries apart, each is a message of its own. */
  readonly messageId: string | null
}

const hashOf = (...parts: string[]) => createHash('sha256').update(JSON.stringify(parts)).digest('hex')

/** The same for each delivery of a message, whatever we remember of the first: UUIDs of version 8 are the maker's own. */
export function taskIdOf(webhook: string, messageId: string): string {
  const hex = hashOf(webhook, messageId)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

async function publishOnce(deps: ReceiveDeps, webhook: WebhookRow, message: Message): Promise<Received> {
  const { name, type, project } = webhook
  const id = message.messageId === null ? deps.newId() : taskIdOf(name, message.messageId)
  const keyed = { scope: `webhook:${name}`, key: id, hash: id }
  if ((await known(deps, keyed)) !== null) return { id, type, repeated: true }
  const actor: Actor = {
    ...{ kind: 'system', id: `webhook:${name}`, name: `webhook ${name}`, project },
    scopes: new Set(['publish'] as const),
  }
  const drafts = [{ locate: inHeaders, task: taskOf(webhook, message, id), errors: [] }]
  try {
    await publishTasks(deps, { actor, drafts, keyed })
    return { id, type, repeated: false }
  } catch (error) {
    // Another delivery of the message took the key between our look and our start.
    if (isBusy(error) && (await known(deps, keyed)) !== null) return { id, type, repeated: true }
    throw ours(error, webhook)
  }
}

const BUSY_WAIT_MS = 50
const MOST_WAITS = 100

const isBusy = (error: unknown) => error instanceof Refusal && error.code === 'idempotency-key-busy'

/** The answer that the message has had, waiting while another delivery of it is being published. */
async function known(deps: ReceiveDeps, keyed: Parameters<PublishDeps['keys']['find']>[0]) {
  for (let waits = 0; ; waits += 1) {
    try {
      return await deps.keys.find(keyed)
    } catch (error) {
      if (!isBusy(error)) throw error
      if (waits === MOST_WAITS) throw new Refusal(503, 'busy', 'This message is still being published.')
      await sleep(BUSY_WAIT_MS)
    }
  }
}

/** What the provider cannot mend is told as ours, so that it tries again. */
function ours(error: unknown, { name, project, type }: WebhookRow): unknown {
  if (isBusy(error)) return new Refusal(503, 'busy', 'This message is still being published.')
  if (!(error instanceof Refusal)) return error
  if (error.code === 'type-not-produced')
    return new Refusal(503, 'not-ready', `Project "${project}" is not assigned to produce "${type}".`)
  const unknownType = error.errors.some(({ parameter }) => parameter === 'ce-type')
  return unknownType ? new Refusal(503, 'not-ready', `The type of webhook "${name}" is gone.`) : error
}

/** Headers of providers that say what a payload does not. */
const TOLD: readonly (readonly [string, string])[] = [
  ['x-github-event', 'githubevent'],
  ['x-slack-retry-num', 'slackretrynum'],
  ['i-twilio-idempotency-token', 'twilioidempotencytoken'],
]

function taskOf({ name, type }: WebhookRow, { payload, headers, messageId }: Message, id: string): NewTask {
  const told = TOLD.flatMap(([header, attribute]) => {
    const value = headers.get(header)
    return value === null ? [] : [[attribute, value] as const]
  })
  const extensions = {
    ...Object.fromEntries(told),
    webhook: name,
    ...(messageId === null ? {} : { webhookmessageid: messageId }),
  }
  return { id, type, payload, source: `/webhooks/${name}`, extensions }
}
