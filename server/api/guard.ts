/**
 * Stands before every route. 1. Is there such a route, and for this method? 2. What does it ask for? 3. Who asks?
 * 4. May they? Only then does the route's own code see the request.
 */
import type { Context, MiddlewareHandler } from 'hono'
import { matchedRoutes } from 'hono/route'
import type { Auth } from '../auth/auth.ts'
import { requireProject } from '../auth/own-project.ts'
import { type Actor, allows, type Scope } from '../auth/scopes.ts'
import { forbidden, Refusal } from '../errors.ts'
import { type Access, accessOf } from './access.ts'
import type { ClientAddresses } from './client-address.ts'
import { identify } from './credentials.ts'
import { changesState, checkOrigin } from './origin.ts'
import type { Api, ApiEnv } from './types.ts'

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

export interface GuardOptions {
  readonly auth: Auth
  readonly addresses: ClientAddresses
}

type Ctx = Context<ApiEnv>

/** Only a refusal that comes with a challenge tells a client to sign in. */
const unauthenticated = () =>
  new Refusal(
    401,
    'unauthenticated',
    'Expected a session cookie or "Authorization: Bearer <token>" that is valid.',
  )

/** The route's own pattern; middleware matches too, under the method ALL. */
const routeOf = (c: Ctx) => matchedRoutes(c).find((route) => route.method !== 'ALL')?.path

function allowedMethods(app: Api, path: string): string[] {
  const allowed = METHODS.filter((method) =>
    app.router.match(method, path)[0].some(([[, route]]) => route.method !== 'ALL'),
  )
  return allowed.includes('GET') ? ['HEAD', ...allowed] : [...allowed]
}

function refuseUnrouted(app: Api, c: Ctx): never {
  const allowed = allowedMethods(app, c.req.path)
  if (allowed.length === 0) throw new Refusal(404, 'not-found', `There is nothing at ${c.req.path}.`)
  const detail = `Expected ${allowed.join(', ')}, got ${c.req.method}.`
  throw new Refusal(405, 'method-not-allowed', detail, { extra: { allow: allowed } })
}

function checkRequestOrigin(c: Ctx, auth: Auth, proof: 'required' | 'if-said'): void {
  if (!changesState(c.req.method)) return
  const said = {
    origin: c.req.header('origin'),
    site: c.req.header('sec-fetch-site'),
    host: c.req.header('host') ?? new URL(c.req.url).host,
  }
  checkOrigin(said, auth.baseUrl, proof)
}

/** @throws Refusal 401 */
async function authenticate(c: Ctx, auth: Auth): Promise<Actor> {
  const found = await identify(c.req.raw.headers, auth)
  if (found === null) throw unauthenticated()
  if (found.by === 'session') checkRequestOrigin(c, auth, 'required')
  for (const cookie of found.cookies) c.header('set-cookie', cookie, { append: true })
  return found.actor
}

/** The value of `:project` in the path, when the route has one. */
function projectInPath(pattern: string, path: string): string | undefined {
  const at = pattern.split('/').indexOf(':project')
  const segment = at === -1 ? undefined : path.split('/')[at]
  if (segment === undefined) return undefined
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

/** @throws Refusal 403 */
function authorize(actor: Actor, needed: Scope, pattern: string, path: string): void {
  if (!allows(actor.scopes, needed)) throw forbidden(`This needs the scope "${needed}".`)
  const project = projectInPath(pattern, path)
  if (project !== undefined) requireProject(actor, project)
}

async function admit(c: Ctx, access: Access, pattern: string, options: GuardOptions): Promise<void> {
  if (access === 'public') return checkRequestOrigin(c, options.auth, 'if-said')
  if (access === 'metrics' && options.addresses.isLoopback(c)) return
  const actor = await authenticate(c, options.auth)
  c.set('actor', actor)
  authorize(actor, access === 'metrics' ? 'read' : access, pattern, c.req.path)
}

/** @param app the whole app, so that a path can be asked for its other methods */
export function guard(app: Api, options: GuardOptions): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const pattern = routeOf(c)
    if (pattern === undefined) return refuseUnrouted(app, c)
    const method = c.req.method === 'HEAD' ? 'GET' : c.req.method
    await admit(c, accessOf(method, pattern), pattern, options)
    await next()
  }
}
