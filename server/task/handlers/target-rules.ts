/**
 * Which addresses a proxy handler may reach (contract, section 3). Whoever edits an assignment chooses a URL, and
 * the worker that calls it stands inside a private network; so private and loopback addresses are open only where
 * the installation's allow-list names them, and link-local and cloud metadata addresses never.
 */
import ipaddr from 'ipaddr.js'
import { TaskError } from '../errors.ts'

/** Metadata services that do not live in a link-local range (AWS over IPv6, Alibaba, Azure, Oracle). */
const METADATA_ADDRESSES = new Set(['fd00:ec2::254', '100.100.100.200', '168.63.129.16', '192.0.0.192'])
const METADATA_HOSTS = new Set(['metadata.google.internal', 'metadata.goog', 'instance-data'])
const NEVER_RANGES = new Set(['linkLocal', 'unspecified', 'broadcast', 'multicast'])

type Address = ipaddr.IPv4 | ipaddr.IPv6

/** A URL's host as a name to compare: lower case, without brackets and without the root's dot. */
export function hostOf(url: URL): string {
  return url.hostname
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
}

export function isAddress(host: string): boolean {
  return ipaddr.isValid(host)
}

/** IPv6 ranges that carry an IPv4 address inside are judged by that address. */
function embeddedIPv4(address: ipaddr.IPv6): ipaddr.IPv4 | null {
  const parts = address.parts
  const join = (high = 0, low = 0) => ipaddr.fromByteArray([high >> 8, high & 255, low >> 8, low & 255])
  const range = address.range()
  if (address.isIPv4MappedAddress()) return address.toIPv4Address()
  if (range === 'rfc6052' || range === 'rfc6145') return join(parts[6], parts[7]) as ipaddr.IPv4
  if (range === '6to4') return join(parts[1], parts[2]) as ipaddr.IPv4
  const compatible = parts.slice(0, 6).every((part) => part === 0) && range === 'unicast'
  return compatible ? (join(parts[6], parts[7]) as ipaddr.IPv4) : null
}

function canonical(text: string): Address {
  const address = ipaddr.parse(text.replace(/%.*$/, ''))
  return address instanceof ipaddr.IPv6 ? (embeddedIPv4(address) ?? address) : address
}

function matchesEntry(entry: string, host: string, address: Address): boolean {
  if (entry === 'loopback') return address.range() === 'loopback'
  if (ipaddr.isValidCIDR(entry)) {
    const network = ipaddr.parseCIDR(entry)
    return network[0].kind() === address.kind() && address.match(network)
  }
  if (ipaddr.isValid(entry)) return canonical(entry).toString() === address.toString()
  return entry.toLowerCase().replace(/\.$/, '') === host
}

/**
 * Why `host`, resolved to `text`, may not be reached; null when it may.
 * @param allow entries of the installation's `allowTargets`
 */
export function addressProblem(host: string, text: string, allow: readonly string[]): string | null {
  if (!ipaddr.isValid(text.replace(/%.*$/, ''))) return 'it is no IP address'
  const address = canonical(text)
  const range = address.range()
  if (METADATA_ADDRESSES.has(address.toString())) return 'cloud metadata addresses are never allowed'
  if (range === 'linkLocal') return 'link-local and cloud metadata addresses are never allowed'
  if (NEVER_RANGES.has(range)) return `${range} addresses are never allowed`
  if (range === 'unicast') return null
  if (allow.some((entry) => matchesEntry(entry, host, address))) return null
  return `${range === 'loopback' ? 'loopback' : `private (${range})`} addresses must be named in allowTargets`
}

export function targetForbidden(url: string, what: string, rule: string): TaskError {
  return new TaskError('target-forbidden', `The target ${url} (${what}) is not allowed: ${rule}.`, {
    context: { url, address: what, rule },
  })
}

/** Names that mean an address without any look-up. */
function addressOfName(host: string): string | null {
  if (isAddress(host)) return host
  return host === 'localhost' || host.endsWith('.localhost') ? '127.0.0.1' : null
}

/**
 * What can be told of a target's URL without resolving its name; the worker checks again when it connects.
 * @returns the `target-forbidden` error to show, or null
 */
export function checkTargetUrl(target: string, allowTargets: readonly string[]): TaskError | null {
  if (!URL.canParse(target)) return targetForbidden(target, target, 'it is no URL')
  const url = new URL(target)
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return targetForbidden(target, url.protocol, 'expected http or https')
  if (url.username !== '' || url.password !== '')
    return targetForbidden(`${url.origin}${url.pathname}`, url.hostname, 'a URL must not carry credentials')
  const host = hostOf(url)
  if (METADATA_HOSTS.has(host))
    return targetForbidden(target, host, 'cloud metadata addresses are never allowed')
  const address = addressOfName(host)
  const problem = address === null ? null : addressProblem(host, address, allowTargets)
  return problem === null ? null : targetForbidden(target, address ?? host, problem)
}
