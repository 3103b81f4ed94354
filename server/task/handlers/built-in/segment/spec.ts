/** `segment.track`, `.identify`, `.page` and `.group`: one call of Segment's HTTP tracking API per task. */
import { builtIn, type JsonSchema } from '../built-in.ts'
import { segmentOptions } from './options.ts'

const object = { type: 'object' }
const id = { type: 'string', minLength: 1, maxLength: 1_000 }

/** What each kind of call shares, and its own fields. */
function payloadOf(own: Record<string, JsonSchema>, required: readonly string[]): JsonSchema {
  const shared = { userId: id, anonymousId: id, context: object, integrations: object }
  return {
    type: 'object',
    properties: { ...shared, timestamp: { type: 'string', format: 'date-time' }, ...own },
    required,
    anyOf: [{ required: ['userId'] }, { required: ['anonymousId'] }],
    additionalProperties: false,
  }
}

function segmentCall<const Name extends string>(
  name: Name,
  title: string,
  description: string,
  payload: JsonSchema,
  example: JsonSchema,
) {
  return builtIn({
    ...{ name, title, description, payload, example, version: 1, options: segmentOptions },
    category: 'analytics',
    defaults: { timeoutMs: 15_000 },
    addresses: ['apiUrl'],
    load: () => import('./call.ts').then(({ segmentRun }) => ({ run: segmentRun(name.split('.')[1] ?? '') })),
  })
}

export const segmentTrack = segmentCall(
  'segment.track',
  'Segment: track',
  'Records in Segment that a user did something.',
  payloadOf({ event: { type: 'string', minLength: 1 }, properties: object }, ['event']),
  { userId: 'user-1', event: 'Invoice paid', properties: { amount: 12 } },
)
export const segmentIdentify = segmentCall(
  'segment.identify',
  'Segment: identify',
  'Tells Segment who a user is, with traits such as a plan.',
  payloadOf({ traits: object }, []),
  { userId: 'user-1', traits: { plan: 'pro' } },
)
export const segmentPage = segmentCall(
  'segment.page',
  'Segment: page',
  'Records in Segment that a user saw a page.',
  payloadOf({ name: { type: 'string' }, category: { type: 'string' }, properties: object }, []),
  { userId: 'user-1', name: 'Pricing' },
)
export const segmentGroup = segmentCall(
  'segment.group',
  'Segment: group',
  'Tells Segment that a user belongs to a group, such as a company.',
  payloadOf({ groupId: id, traits: object }, ['groupId']),
  { userId: 'user-1', groupId: 'acme', traits: { name: 'Acme' } },
)
