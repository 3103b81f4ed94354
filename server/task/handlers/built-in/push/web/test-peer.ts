/** Speaks for a push service and for the browser behind it: checks who sends (RFC 8292) and decrypts (RFC 8291). */
import {
  createDecipheriv,
  createECDH,
  createPublicKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto'
import { createServer } from 'node:http'
import { jwtVerify } from 'jose'
import { closing, Exchange, listen, type Peer } from '../test-peer.ts'

export interface WebPushPeer extends Peer {
  /** What the browser would give its site. */
  readonly subscription: {
    readonly endpoint: string
    readonly keys: { readonly p256dh: string; readonly auth: string }
  }
  /** What the browser would hand to the service worker, or undefined where it cannot decrypt. */
  decrypt(body: Buffer): string
  /** Whether the header `authorization` is signed with the key that it names, for this push service. */
  isSigned(authorization: string): Promise<boolean>
}

export async function startWebPushPeer(): Promise<WebPushPeer> {
  const exchange = new Exchange(() => ({ status: 201 }))
  const server = createServer((request, response) => exchange.serve(request, response))
  const url = `http://127.0.0.1:${await listen(server)}`
  const browser = createECDH('prime256v1')
  const auth = randomBytes(16)
  const p256dh = browser.generateKeys('base64url')
  return {
    ...{ url, received: exchange.received },
    subscription: {
      endpoint: `${url}/push/planted-endpoint`,
      keys: { p256dh, auth: auth.toString('base64url') },
    },
    answerNext: (...answers) => exchange.answerNext(...answers),
    decrypt: (body) => decrypted(body, browser, auth),
    isSigned: (authorization) => isSigned(authorization, url),
    close: closing(server),
  }
}

const derived = (secret: Buffer, salt: Buffer, info: Buffer, length: number) =>
  Buffer.from(hkdfSync('sha256', secret, salt, info, length))

/** RFC 8188: salt (16), record size (4), length of the key's id (1), the id (the sender's public key), the record. */
function decrypted(body: Buffer, browser: ReturnType<typeof createECDH>, auth: Buffer): string {
  const salt = body.subarray(0, 16)
  const idLength = body.readUInt8(20)
  const sender = body.subarray(21, 21 + idLength)
  const record = body.subarray(21 + idLength)
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), browser.getPublicKey(), sender])
  const shared = derived(browser.computeSecret(sender), auth, info, 32)
  const key = derived(shared, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16)
  const nonce = derived(shared, salt, Buffer.from('Content-Encoding: nonce\0'), 12)
  const decipher = createDecipheriv('aes-128-gcm', key, nonce)
  decipher.setAuthTag(record.subarray(-16))
  const padded = Buffer.concat([decipher.update(record.subarray(0, -16)), decipher.final()])
  // The last record ends with 2 and padding of zeros.
  return padded.subarray(0, padded.lastIndexOf(2)).toString()
}

async function isSigned(authorization: string, audience: string): Promise<boolean> {
  const { t = '', k = '' } = /^vapid t=(?<t>[^,]+), ?k=(?<k>.+)$/.exec(authorization)?.groups ?? {}
  return jwtVerify(t, publicKeyOf(k), { audience }).then(
    () => true,
    () => false,
  )
}

function publicKeyOf(point: string): KeyObject {
  const bytes = Buffer.from(point, 'base64url')
  const [x, y] = [bytes.subarray(1, 33), bytes.subarray(33, 65)].map((part) => part.toString('base64url'))
  return createPublicKey({ format: 'jwk', key: { kty: 'EC', crv: 'P-256', x: x ?? '', y: y ?? '' } })
}
