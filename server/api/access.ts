/** Who may use which route. Guarded by default: what is named nowhere needs an admin. */
import { SCOPES, type Scope } from '../auth/scopes.ts'
import * as contract from './contract/index.ts'

export const API_BASE = '/api/v1'

/** `public`: anybody. `metrics`: a token that may read, or a caller on this machine. Else the scope. */
export type Access = Scope | 'public' | 'metrics'

/** Every route that needs no credentials, by method and Hono path. The contract alone cannot make a route public. */
export const PUBLIC_ROUTES: ReadonlySet<string> = new Set([
  `GET ${API_BASE}/environment`,
  `GET ${API_BASE}/openapi.json`,
  // The delivery's own signature admits it.
  `POST ${API_BASE}/hooks/:webhook`,
  `POST ${API_BASE}/links/accept`,
  `POST ${API_BASE}/links/inspect`,
  `POST ${API_BASE}/session`,
  'GET /api/docs',
  'GET /api/docs/:asset',
  'GET /health/live',
  'GET /health/ready',
])
const METRICS_ROUTE = 'GET /metrics'

interface ContractRoute {
  readonly method: string
  readonly path: string
  readonly 'x-scope': string
}

function isContractRoute(value: unknown): value is ContractRoute {
  return typeof value === 'object' && value !== null && 'path' in value && 'x-scope' in value
}

export const routeKey = (method: string, path: string) => `${method.toUpperCase()} ${path}`

/** Method and Hono path of each route of the contract, with the scope it asks for. */
export function contractAccess(): Map<string, string> {
  const routes = Object.values<unknown>(contract).filter(isContractRoute)
  return new Map(
    routes.map((route) => [
      routeKey(route.method, API_BASE + route.path.replaceAll(/\{(\w+)\}/g, ':$1')),
      route['x-scope'],
    ]),
  )
}

const contracted = contractAccess()

export function accessOf(method: string, path: string): Access {
  const key = routeKey(method, path)
  if (PUBLIC_ROUTES.has(key)) return 'public'
  if (key === METRICS_ROUTE) return 'metrics'
  return SCOPES.find((scope) => scope === contracted.get(key)) ?? 'admin'
}
