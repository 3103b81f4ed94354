/** For tests: the whole API on a database of its own, asked through `app.request`. */
import pino from 'pino'
import { createTestRooms } from '../assignments/test-rooms.ts'
import { type Auth, createAuth } from '../auth/auth.ts'
import { acceptLink, ensureSetupLink } from '../auth/links.ts'
import { type Actor, SCOPES, type Scope } from '../auth/scopes.ts'
import { createToken, type NewToken } from '../auth/tokens.ts'
import type { Events } from '../events/events.ts'
import { createControlPlaneMetrics } from '../metrics/control-plane-metrics.ts'
import { createIdempotencyKeys } from '../publishing/idempotency-keys.ts'
import { createPublishCatalog } from '../publishing/publish-catalog.ts'
import { createFleetCache } from '../queues/fleet-cache.ts'
import { createQueueBoard } from '../queues/queue-board.ts'
import type { TestDatabase } from '../store/test-database.ts'
import { createSecretResolver } from '../task/index.ts'
import { createApi } from './app.ts'
import { createClientAddresses } from './client-address.ts'
import type { ApiServices } from './services.ts'
import type { Api } from './types.ts'

export const BASE_URL = 'https://signalbox.test'
export const PASSWORD = 'a long enough password'
export const ADMIN_EMAIL = 'ada@example.com'

export const TEST_SECRETS = { SIGNALBOX_SECRET_TEST: 'a secret of the tests' }

export interface TestApi {
  readonly app: Api
  readonly auth: Auth
  readonly database: TestDatabase
  readonly events: Events
  readonly logged: readonly Record<string, unknown>[]
  /** The clock that throttles and caches read. */
  advance(ms: number): void
  request(method: string, path: string, options?: RequestOptions): Promise<Response>
  close(): Promise<void>
  /** Creates the first admin and answers the cookie of a session of theirs. */
  signInAdmin(): Promise<string>
  token(scopes: readonly Scope[], more?: Partial<NewToken>): Promise<string>
}

export interface RequestOptions {
  readonly body?: unknown
  readonly token?: string
  readonly cookie?: string
  readonly headers?: Record<string, string>
  /** Of the peer. */
  readonly address?: string
}

const everything: Actor = { kind: 'system', id: 'test', name: 'test', scopes: new Set(SCOPES) }

/** `name=value` of each `Set-Cookie`, as a browser would send them back. */
export const cookieOf = (response: Response) =>
  response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')

function initOf(method: string, { body, token, cookie, headers }: RequestOptions): RequestInit {
  return {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(cookie === undefined ? {} : { cookie, origin: BASE_URL }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  }
}

export async function createTestApi(postgresUrl: string, more: Partial<ApiServices> = {}): Promise<TestApi> {
  const rooms = await createTestRooms(postgresUrl)
  const { database } = rooms
  const logged: Record<string, unknown>[] = []
  const log = pino({ level: 'debug' }, { write: (line: string) => logged.push(JSON.parse(line)) })
  let offsetMs = 0
  const now = () => new Date(Date.now() + offsetMs)
  const auth = createAuth({ database, secret: 'test '.repeat(10), baseUrl: BASE_URL, log, now })
  const fleet = createFleetCache({ database, liveness: rooms })
  const board = createQueueBoard({ database, liveness: rooms, fleet })
  const app = createApi({
    ...rooms,
    auth,
    log,
    backends: rooms.pool,
    board,
    catalog: createPublishCatalog({ database }),
    keys: createIdempotencyKeys({ database, log }),
    handlerSecrets: createSecretResolver(),
    webhookSecrets: createSecretResolver({ env: TEST_SECRETS }),
    metrics: createControlPlaneMetrics({ database, liveness: rooms, board, fleet }),
    wakeReplays: () => undefined,
    maxPayloadBytes: 1_048_576,
    namespace: 'task',
    now,
    addresses: createClientAddresses(['10.0.0.0/8']),
    version: '0.0.0',
    environment: { name: 'test', color: 'gray' },
    ...more,
  })
  const request = async (method: string, path: string, options: RequestOptions = {}) =>
    app.request(path, initOf(method, options), {
      incoming: { socket: { remoteAddress: options.address ?? '192.0.2.1' } },
    })
  return {
    ...{ app, auth, database, logged, request, events: rooms.events },
    close: () => rooms.close(),
    advance: (ms) => {
      offsetMs += ms
    },
    async signInAdmin() {
      const link = (await ensureSetupLink(auth)) ?? ''
      await acceptLink(auth, link, { name: 'Ada', email: ADMIN_EMAIL, password: PASSWORD }, 'test')
      const body = { email: ADMIN_EMAIL, password: PASSWORD }
      return cookieOf(await request('POST', '/api/v1/session', { body }))
    },
    async token(scopes, more = {}) {
      return (await createToken(auth, { actor: everything }, { name: 'test', scopes, ...more })).secret
    },
  }
}
