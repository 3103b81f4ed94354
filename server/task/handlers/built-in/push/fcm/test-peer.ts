/** Speaks for `fcm.googleapis.com` and `oauth2.googleapis.com`: gives access tokens for signed assertions and asks for them. */
import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import { jwtVerify } from 'jose'
import { type Answer, closing, Exchange, listen, type Peer, type Received, read, send } from '../test-peer.ts'

export interface FcmPeer extends Peer {
  /** The JSON key file of a service account that it knows. */
  readonly serviceAccount: string
  readonly tokensGiven: string[]
  /** Sets the answer of the next request for an access token. */
  refuseTokenNext(answer: Answer | 'silence'): void
}

export async function startFcmPeer(): Promise<FcmPeer> {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const tokensGiven: string[] = []
  const refusals: (Answer | 'silence')[] = []
  const exchange = new Exchange((received) => answerTo(received, tokensGiven))
  const server = createServer(async (request, response) => {
    if (request.url !== '/token') return exchange.serve(request, response)
    const { body } = await read(request)
    const assertion = new URLSearchParams(body.toString()).get('assertion') ?? ''
    const refusal = refusals.shift()
    if (refusal !== undefined) return send(response, refusal)
    const verified = await jwtVerify(assertion, publicKey, {
      ...{ audience: tokenUrl, issuer: EMAIL, currentDate: issuedAt(assertion) },
    }).catch(() => null)
    if (verified === null) return send(response, { status: 400, body: { error: 'invalid_grant' } })
    const token = `ya29.${randomUUID()}`
    tokensGiven.push(token)
    send(response, { status: 200, body: { access_token: token, expires_in: 3_600, token_type: 'Bearer' } })
  })
  const url = `http://127.0.0.1:${await listen(server)}`
  const tokenUrl = `${url}/token`
  const file = {
    ...{ type: 'service_account', project_id: 'my-shop', private_key_id: 'k1', client_email: EMAIL },
    private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    token_uri: tokenUrl,
  }
  return {
    ...{ url, received: exchange.received, tokensGiven, serviceAccount: JSON.stringify(file) },
    answerNext: (...answers) => exchange.answerNext(...answers),
    refuseTokenNext: (answer) => refusals.push(answer),
    close: closing(server),
  }
}

const EMAIL = 'push@my-shop.iam.gserviceaccount.com'

/** Tests set the clock: what is signed is judged at the time that it names. */
function issuedAt(assertion: string): Date {
  const { iat } = JSON.parse(Buffer.from(assertion.split('.')[1] ?? '', 'base64url').toString() || '{}')
  return new Date(Number(iat) * 1_000)
}

function answerTo({ headers, path }: Received, tokens: readonly string[]): Answer {
  if (!tokens.some((token) => headers.authorization === `Bearer ${token}`))
    return {
      status: 401,
      body: { error: { code: 401, status: 'UNAUTHENTICATED', message: 'No credentials.' } },
    }
  if (path !== '/v1/projects/my-shop/messages:send')
    return { status: 404, body: { error: { code: 404, status: 'NOT_FOUND', message: 'No such method.' } } }
  return { status: 200, body: { name: 'projects/my-shop/messages/1' } }
}
