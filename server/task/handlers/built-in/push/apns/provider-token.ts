/**
 * The token that proves to APNs who sends ("Establishing a token-based connection to APNs"): a JWT that is refused once it
 * is an hour old, and whose renewal is refused more often than every 20 minutes.
 */
import { createHash, createPrivateKey, type KeyObject } from 'node:crypto'
import { SignJWT } from 'jose'
import { TaskError } from '../../../../errors.ts'

const RENEWED_AFTER_MS = 40 * 60_000
const SHORTEST_RENEWAL_MS = 20 * 60_000

export interface ProviderKey {
  readonly key: string
  readonly keyId: string
  readonly teamId: string
}

interface Made {
  readonly jwt: Promise<string>
  readonly atMs: number
}

/** By key, for the process: a handler that is configured anew must not make Apple count another renewal. */
const MADE = new Map<string, Made>()

export interface ProviderTokens {
  current(): Promise<string>
  /** APNs says that the current one has expired. @returns whether another may be made now */
  expired(): boolean
}

/** @throws TaskError `config-invalid` when the key is none for ES256 */
export function providerTokens(provider: ProviderKey, now: () => Date): ProviderTokens {
  const privateKey = readKey(provider.key)
  const id = createHash('sha256').update(JSON.stringify(provider)).digest('hex')
  const ageMs = ({ atMs }: Made) => Math.abs(now().getTime() - atMs)
  return {
    current: () => {
      const known = MADE.get(id)
      if (known !== undefined && ageMs(known) < RENEWED_AFTER_MS) return known.jwt
      const atMs = now().getTime()
      const jwt = sign(privateKey, provider, atMs)
      MADE.set(id, { jwt, atMs })
      return jwt
    },
    expired: () => {
      const known = MADE.get(id)
      if (known !== undefined && ageMs(known) < SHORTEST_RENEWAL_MS) return false
      MADE.delete(id)
      return true
    },
  }
}

function sign(key: KeyObject, { keyId, teamId }: ProviderKey, atMs: number): Promise<string> {
  return new SignJWT({})
    .setProtectedHeader({ alg: 'ES256', kid: keyId })
    .setIssuer(teamId)
    .setIssuedAt(Math.floor(atMs / 1_000))
    .sign(key)
}

function readKey(pem: string): KeyObject {
  try {
    const key = createPrivateKey(pem)
    if (key.asymmetricKeyDetails?.namedCurve === 'prime256v1') return key
  } catch {
    // Its message may quote the key.
  }
  throw new TaskError(
    'config-invalid',
    'The option key of push.apns: expected the content of a .p8 file (a P-256 private key in PEM), got something else.',
    { context: { option: 'key' } },
  )
}
