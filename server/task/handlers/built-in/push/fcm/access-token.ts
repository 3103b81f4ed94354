/** The access token of a service account (RFC 7523): asked for once, kept until shortly before it ends. */
import { SignJWT } from 'jose'
import { TaskError } from '../../../../errors.ts'
import type { BuiltInTools } from '../../built-in.ts'
import { callService } from '../../call-service.ts'
import type { MintedSecrets } from '../minted-secrets.ts'
import type { ServiceAccount } from './service-account.ts'

const SCOPE = 'https://www.googleapis.com/auth/firebase.messaging'
const GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer'
const LIFETIME_S = 3_600
/** So long before its end another is asked for. */
const MARGIN_MS = 5 * 60_000

interface AccessToken {
  readonly value: string
  readonly untilMs: number
}

export class AccessTokens {
  #current: AccessToken | null = null
  #asked: Promise<AccessToken> | null = null
  readonly #account: ServiceAccount
  readonly #tools: BuiltInTools
  readonly #minted: MintedSecrets

  constructor(account: ServiceAccount, tools: BuiltInTools, minted: MintedSecrets) {
    this.#account = account
    this.#tools = tools
    this.#minted = minted
  }

  /** @throws TaskError `target-failed`: retryable, for a revoked key can be put right */
  async current(): Promise<string> {
    const current = this.#current
    if (current !== null && this.#tools.now().getTime() < current.untilMs) return current.value
    this.#asked ??= this.#ask().finally(() => {
      this.#asked = null
    })
    this.#current = await this.#asked
    return this.#current.value
  }

  /** FCM refuses `value`: the next push asks for another. */
  refused(value: string): void {
    if (this.#current?.value === value) this.#current = null
  }

  async #ask(): Promise<AccessToken> {
    const assertion = await this.#assertion()
    this.#minted.add(assertion)
    const answer = await callService(
      {
        ...{ service: 'Google', method: 'POST', url: this.#account.tokenUrl },
        // Of no one task: many wait for it. The tools' own limit ends it.
        signal: new AbortController().signal,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ grant_type: GRANT, assertion }).toString(),
      },
      this.#tools,
    )
    const { token, lifetimeS } = answer.status === 200 ? read(answer.body) : {}
    if (token === undefined) throw noToken(answer.status, answer.body)
    this.#minted.add(token)
    return {
      value: token,
      untilMs: this.#tools.now().getTime() + (lifetimeS ?? LIFETIME_S) * 1_000 - MARGIN_MS,
    }
  }

  #assertion(): Promise<string> {
    const { email, keyId, tokenUrl, key } = this.#account
    const atS = Math.floor(this.#tools.now().getTime() / 1_000)
    return new SignJWT({ scope: SCOPE })
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT', ...(keyId === undefined ? {} : { kid: keyId }) })
      .setIssuer(email)
      .setAudience(tokenUrl)
      .setIssuedAt(atS)
      .setExpirationTime(atS + LIFETIME_S)
      .sign(key)
  }
}

function read(body: string): { readonly token?: string; readonly lifetimeS?: number } {
  try {
    const { access_token: token, expires_in: lifetimeS } = JSON.parse(body) as Record<string, unknown>
    return {
      ...(typeof token === 'string' ? { token } : {}),
      ...(typeof lifetimeS === 'number' ? { lifetimeS } : {}),
    }
  } catch {
    // A page of something between us and Google.
    return {}
  }
}

function noToken(status: number, body: string): TaskError {
  const said = body.slice(0, 300)
  return new TaskError('target-failed', `Google gave no access token (${status}): ${said}`, {
    retryable: true,
    context: { service: 'Google', status },
  })
}
