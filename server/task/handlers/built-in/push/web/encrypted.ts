/** The encryption (RFC 8291) and the signed headers (RFC 8292) of a message. */
import webPush from 'web-push'
import { TaskError } from '../../../../errors.ts'
import type { WebPushOptions } from './options.ts'

export interface Subscription {
  readonly endpoint: string
  readonly keys: { readonly p256dh: string; readonly auth: string }
}

export interface Encrypted {
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

export function encrypted(
  subscription: Subscription,
  text: string,
  { publicKey, privateKey, subject, expireAfterMs }: WebPushOptions,
): Encrypted {
  const { headers, body } = webPush.generateRequestDetails(subscription, text, {
    vapidDetails: { subject, publicKey, privateKey },
    TTL: Math.floor(expireAfterMs / 1_000),
    contentEncoding: 'aes128gcm',
  })
  const texts = Object.entries(headers)
    .filter(([name]) => name !== 'Content-Length')
    .map(([name, value]) => [name, String(value)])
  return { headers: Object.fromEntries(texts), body: body as Buffer }
}

/** @throws TaskError `config-invalid` when the key pair cannot sign */
export function checkKeys({ publicKey, privateKey, subject }: WebPushOptions): void {
  try {
    webPush.getVapidHeaders('https://example.com', subject, publicKey, privateKey, 'aes128gcm')
  } catch {
    // Its message may quote the key.
    throw new TaskError(
      'config-invalid',
      'The option privateKey of push.web: expected 32 bytes in URL-safe base64, got something else.',
      { context: { option: 'privateKey' } },
    )
  }
}

/** Why nothing can be encrypted for `subscription`; null when it can. */
export function keysProblem({ keys }: Subscription): TaskError | null {
  try {
    webPush.encrypt(keys.p256dh, keys.auth, 'x', 'aes128gcm')
    return null
  } catch {
    return new TaskError(
      'payload-invalid',
      'The payload of a push.web task is invalid: expected a point of P-256 at /token/keys/p256dh and 16 bytes at /token/keys/auth.',
    )
  }
}
