/** The schemes by name, each as its provider documents it. There is none that accepts what is not proven. */
import { createHmac } from 'node:crypto'
import { missing, refuseStale, type Scheme, type SchemeName, sameText, secondsOf, WRONG } from './scheme.ts'
import { twilio } from './twilio.ts'

type Encoding = 'hex' | 'base64'

function hmac(secret: string | Uint8Array, encoding: Encoding, ...parts: (string | Uint8Array)[]): string {
  const mac = createHmac('sha256', secret)
  for (const part of parts) mac.update(part)
  return mac.digest(encoding)
}

/** Base64 after `whsec_`, as the specification has it; another secret stands for its own bytes. */
const standardKey = (secret: string): string | Uint8Array =>
  secret.startsWith('whsec_') ? Buffer.from(secret.slice('whsec_'.length), 'base64') : secret

const standard: Scheme = {
  idFrom: null,
  verify({ headers, body, secret, now }) {
    const of = (name: string) => headers.get(`webhook-${name}`) ?? headers.get(`svix-${name}`)
    const [id, timestamp, given] = [of('id'), of('timestamp'), of('signature')]
    if (id === null) return missing('webhook-id')
    if (timestamp === null) return missing('webhook-timestamp')
    if (given === null) return missing('webhook-signature')
    const stale = refuseStale(timestamp, now)
    if (stale !== null) return stale
    const expected = `v1,${hmac(standardKey(secret), 'base64', `${id}.${timestamp}.`, body)}`
    // Several while a secret is being changed. The id is signed too; a retry has another timestamp.
    return given.split(' ').some((one) => sameText(one, expected)) ? { ok: true, signature: id } : WRONG
  },
  sign({ id, body, secret, now }) {
    const timestamp = secondsOf(now)
    return {
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${hmac(standardKey(secret), 'base64', `${id}.${timestamp}.`, body)}`,
    }
  },
}

const github: Scheme = {
  idFrom: 'header:x-github-delivery',
  verify({ headers, body, secret }) {
    const given = headers.get('x-hub-signature-256')
    if (given === null) return missing('X-Hub-Signature-256')
    const expected = `sha256=${hmac(secret, 'hex', body)}`
    return sameText(given, expected) ? { ok: true, signature: expected } : WRONG
  },
  sign: ({ id, body, secret }) => ({
    'x-github-delivery': id,
    'x-github-event': 'ping',
    'x-hub-signature-256': `sha256=${hmac(secret, 'hex', body)}`,
  }),
}

const stripe: Scheme = {
  idFrom: '/id',
  verify({ headers, body, secret, now }) {
    const header = headers.get('stripe-signature')
    if (header === null) return missing('Stripe-Signature')
    const parts = header.split(',').map((part) => part.trim().split('='))
    const timestamp = parts.find(([name]) => name === 't')?.[1] ?? ''
    const stale = refuseStale(timestamp, now)
    if (stale !== null) return stale
    const expected = hmac(secret, 'hex', `${timestamp}.`, body)
    const given = parts.filter(([name]) => name === 'v1').map(([, value = '']) => value)
    return given.some((one) => sameText(one, expected)) ? { ok: true, signature: expected } : WRONG
  },
  sign({ body, secret, now }) {
    const timestamp = secondsOf(now)
    return { 'stripe-signature': `t=${timestamp},v1=${hmac(secret, 'hex', `${timestamp}.`, body)}` }
  },
}

const slack: Scheme = {
  idFrom: '/event_id',
  verify({ headers, body, secret, now }) {
    const timestamp = headers.get('x-slack-request-timestamp')
    const given = headers.get('x-slack-signature')
    if (timestamp === null) return missing('X-Slack-Request-Timestamp')
    if (given === null) return missing('X-Slack-Signature')
    const stale = refuseStale(timestamp, now)
    if (stale !== null) return stale
    const expected = `v0=${hmac(secret, 'hex', `v0:${timestamp}:`, body)}`
    return sameText(given, expected) ? { ok: true, signature: expected } : WRONG
  },
  sign({ body, secret, now }) {
    const timestamp = secondsOf(now)
    return {
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${hmac(secret, 'hex', `v0:${timestamp}:`, body)}`,
    }
  },
}

const GENERIC_HEADER = 'x-signature'

const generic: Scheme = {
  idFrom: null,
  verify({ headers, body, secret, options, now }) {
    const { header = GENERIC_HEADER, encoding = 'hex', prefix = '', timestampHeader } = options
    const given = headers.get(header)
    if (given === null) return missing(header)
    const timestamp = timestampHeader === undefined ? undefined : headers.get(timestampHeader)
    if (timestamp === null) return missing(timestampHeader ?? '')
    const stale = timestamp === undefined ? null : refuseStale(timestamp, now)
    if (stale !== null) return stale
    const expected = hmac(secret, encoding, ...(timestamp === undefined ? [] : [`${timestamp}.`]), body)
    return sameText(given, `${prefix}${expected}`) ? { ok: true, signature: expected } : WRONG
  },
  sign({ body, secret, options, now }) {
    const { header = GENERIC_HEADER, encoding = 'hex', prefix = '', timestampHeader } = options
    const timestamp = secondsOf(now)
    const before = timestampHeader === undefined ? [] : [`${timestamp}.`]
    return {
      ...(timestampHeader === undefined ? {} : { [timestampHeader]: timestamp }),
      [header]: `${prefix}${hmac(secret, encoding, ...before, body)}`,
    }
  },
}

const TOKEN_HEADER = 'x-webhook-token'

/** Proves who sends, and nothing of what is sent. */
const token: Scheme = {
  idFrom: null,
  verify({ headers, secret, options: { header = TOKEN_HEADER, prefix = '' } }) {
    const given = headers.get(header)
    if (given === null) return missing(header)
    return sameText(given, `${prefix}${secret}`) ? { ok: true, signature: null } : WRONG
  },
  sign: ({ secret, options: { header = TOKEN_HEADER, prefix = '' } }) => ({ [header]: `${prefix}${secret}` }),
}

export const schemes: Readonly<Record<SchemeName, Scheme>> = {
  'standard-webhooks': standard,
  github,
  stripe,
  slack,
  twilio,
  'hmac-sha256': generic,
  token,
}
