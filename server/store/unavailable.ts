/** Tells a database that cannot be asked now from a query that is wrong; Prisma and `pg` say it in many ways. */

/** Socket errors of Node, SQLSTATEs of connection loss and shutdown, and Prisma's own connection codes. */
const UNAVAILABLE_CODES = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'ETIMEDOUT', 'EPIPE', 'EHOSTUNREACH', 'EAI_AGAIN'],
  ...['57P01', '57P02', '57P03', '53300', '08000', '08001', '08003', '08004', '08006'],
  ...['P1001', 'P1002', 'P1008', 'P1011', 'P1017', 'P2024', 'P2037'],
])
/** Deadlock and serialization failures: the same transaction may succeed at once. */
const BUSY_CODES = new Set(['40001', '40P01', '55P03', 'P2028', 'P2034'])
const UNAVAILABLE_KINDS = new Set([
  'DatabaseNotReachable',
  'ConnectionClosed',
  'SocketTimeout',
  'TooManyConnections',
  'TlsConnectionError',
])
const UNAVAILABLE_MESSAGES =
  /Connection terminated|timeout exceeded when trying to connect|Cannot use a pool after calling end/

type Link = Record<string, unknown>

/** Prisma puts the driver's error under `meta` when a query of its own making failed. */
const causeOf = ({ cause, meta }: Link): unknown =>
  cause ?? (meta as { driverAdapterError?: unknown } | undefined)?.driverAdapterError

/** The error and what caused it, outermost first. */
function chain(error: unknown): Link[] {
  const found: Link[] = []
  for (let at = error; typeof at === 'object' && at !== null && found.length < 8; at = causeOf(at as Link))
    found.push(at as Link)
  return found
}

const codesOf = (error: Link) =>
  [error.code, error.originalCode, error.errorCode].filter((code) => typeof code === 'string')

/** @returns `unavailable` (cannot be reached), `busy` (try the transaction again) or null (some other error) */
export function databaseTrouble(error: unknown): 'unavailable' | 'busy' | null {
  for (const link of chain(error)) {
    if (codesOf(link).some((code) => UNAVAILABLE_CODES.has(code))) return 'unavailable'
    if (typeof link.kind === 'string' && UNAVAILABLE_KINDS.has(link.kind)) return 'unavailable'
    if (typeof link.message === 'string' && UNAVAILABLE_MESSAGES.test(link.message)) return 'unavailable'
    if (codesOf(link).some((code) => BUSY_CODES.has(code))) return 'busy'
    if (link.kind === 'TransactionWriteConflict') return 'busy'
  }
  return null
}

/** A unique constraint refused a row. */
export function isUniqueViolation(error: unknown): boolean {
  return chain(error).some((link) => codesOf(link).some((code) => code === 'P2002' || code === '23505'))
}

/** What stands in a value cannot be stored (SQLSTATE classes 22 and 54), now or later. */
export function isDataRefused(error: unknown): boolean {
  return chain(error).some((link) =>
    codesOf(link).some((code) => /^(22|54)[0-9A-Z]{3}$/.test(code as string)),
  )
}
