/**
 * Connections to proxy targets: kept alive, never following redirects, and checked against the target rules after
 * DNS resolution and before connecting. The address that was checked is the one that is connected to, so a name
 * that changes its address between check and connection (DNS rebinding) gains nothing.
 */
import { type LookupAddress, type LookupOptions, lookup as systemLookup } from 'node:dns'
import { Agent, buildConnector } from 'undici'
import { addressProblem, isAddress, targetForbidden } from './target-rules.ts'

const CONNECT_TIMEOUT_MS = 10_000

type LookupDone = (error: Error | null, address: string | LookupAddress[], family?: number) => void
export type Lookup = (
  host: string,
  options: LookupOptions & { all: true },
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void

/** A `lookup` for sockets that yields only permitted addresses, and fails when there is none. */
export function guardedLookup(allow: readonly string[], resolve: Lookup = systemLookup) {
  return (host: string, options: LookupOptions, done: LookupDone): void => {
    resolve(host, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return done(error, [])
      const name = host.toLowerCase().replace(/\.$/, '')
      const permitted = addresses.filter(({ address }) => addressProblem(name, address, allow) === null)
      const first = permitted[0]
      if (first === undefined) return done(refusal(name, addresses, allow), [])
      if (options.all === true) return done(null, permitted)
      done(null, first.address, first.family)
    })
  }
}

function refusal(host: string, addresses: readonly LookupAddress[], allow: readonly string[]): Error {
  const address = addresses[0]?.address ?? 'no address'
  return targetForbidden(host, address, addressProblem(host, address, allow) ?? 'it resolves to nothing')
}

type Connector = ReturnType<typeof buildConnector>

/** An address that stands in the URL itself is never looked up: it is judged before anything is connected. */
function guardedConnector(allow: readonly string[], resolve?: Lookup): Connector {
  const lookup = guardedLookup(allow, resolve) as never
  const connect = buildConnector({ lookup, timeout: CONNECT_TIMEOUT_MS })
  return (options, done) => {
    const host = options.hostname.replace(/^\[|\]$/g, '')
    const problem = isAddress(host) ? addressProblem(host, host, allow) : null
    if (problem === null) connect(options, done)
    else done(targetForbidden(host, host, problem), null)
  }
}

/** One agent serves all targets under the same rules, whatever URL it is given. */
export function createTargetAgent(allowTargets: readonly string[], resolve?: Lookup): Agent {
  return new Agent({
    connect: guardedConnector(allowTargets, resolve),
    keepAliveTimeout: 30_000,
    // The task's own timeout governs; it aborts the request.
    headersTimeout: 0,
    bodyTimeout: 0,
  })
}
