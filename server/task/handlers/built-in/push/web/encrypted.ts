/** The encryption (RFC 8291) and the signed headers (RFC 8292) of a message; what cannot be encrypted for is the task's fault. */
import webPush from 'web-push'
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
