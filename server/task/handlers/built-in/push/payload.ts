/**
 * The one payload of all `push.*` handlers: what to show, and where. What only one service knows stands in an object of
 * that service's name; each handler takes its own and leaves the others, so that one task may go through any of them.
 */
import type { JsonSchema } from '../built-in.ts'

export interface PushPayload {
  readonly platform: string
  /** The address of a device: a string, or for Web Push the browser's subscription. */
  readonly token: unknown
  readonly message: string
  readonly title?: string
  /** Number on the app's icon. */
  readonly badge?: number
  /** Which set of actions the app offers with it. */
  readonly category?: string
  readonly extra?: Readonly<Record<string, unknown>>
  readonly apns?: RequestParts
  readonly fcm?: Readonly<Record<string, unknown>>
  readonly webpush?: RequestParts
  readonly airship?: Readonly<Record<string, unknown>>
}

/** Headers of the request, and what is merged into its JSON. */
export interface RequestParts {
  readonly headers?: Readonly<Record<string, string>>
  readonly payload?: Readonly<Record<string, unknown>>
}

function parts(headers: readonly string[]): JsonSchema {
  return {
    type: 'object',
    properties: {
      headers: {
        type: 'object',
        properties: Object.fromEntries(headers.map((name) => [name, { type: 'string', maxLength: 200 }])),
        additionalProperties: false,
      },
      payload: { type: 'object' },
    },
    additionalProperties: false,
  }
}

const without = (...names: string[]): JsonSchema => ({
  type: 'object',
  propertyNames: { not: { enum: names } },
})

/** @param token the schema of an address in this service */
export function pushPayload(platforms: readonly string[], token: JsonSchema): JsonSchema {
  return {
    type: 'object',
    required: ['platform', 'token', 'message'],
    properties: {
      platform: { enum: platforms },
      token,
      message: { type: 'string', minLength: 1, maxLength: 4_096 },
      title: { type: 'string', minLength: 1, maxLength: 1_024 },
      badge: { type: 'integer', minimum: 0 },
      category: { type: 'string', minLength: 1, maxLength: 200 },
      // `aps` is Apple's own.
      extra: without('aps'),
      apns: parts(['apns-collapse-id', 'apns-expiration', 'apns-priority', 'apns-push-type']),
      fcm: without('token', 'topic', 'condition'),
      webpush: parts(['TTL', 'Urgency', 'Topic']),
      airship: without('audience', 'device_types'),
    },
    additionalProperties: false,
  }
}

type JsonObject = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** `over` wins; objects are merged key by key, all else is replaced. */
export function merged(base: JsonObject, over: JsonObject = {}): JsonObject {
  const both = Object.entries(over).map(([key, value]) => {
    const before = Object.hasOwn(base, key) ? base[key] : undefined
    return [key, isObject(before) && isObject(value) ? merged(before, value) : value]
  })
  return Object.fromEntries([...Object.entries(base), ...both])
}

/** Without the keys that have no value. */
export function given(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined))
}

/** For services that carry strings alone: strings as they are, all else as JSON. */
export function asStrings(extra: JsonObject): Record<string, string> {
  return Object.fromEntries(
    Object.entries(extra).map(([key, value]) => [
      key,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  )
}
