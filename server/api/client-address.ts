/** Where a request comes from. `X-Forwarded-For` counts only as far as trusted proxies wrote it. */
import { BlockList, isIP } from 'node:net'
import type { Context } from 'hono'
import { UNKNOWN_ADDRESS } from '../auth/sign-in-throttle.ts'

/** What `@hono/node-server` passes beside the request; absent where Next hands us one. */
interface NodeBindings {
  readonly incoming?: { readonly socket?: { readonly remoteAddress?: string | undefined } }
}

export interface ClientAddresses {
  /** The client's address, or `UNKNOWN_ADDRESS`. */
  of(c: Context): string
  /** On this machine, and no proxy speaks for somebody else. */
  isLoopback(c: Context): boolean
}

/** `::ffff:10.0.0.1` is what a dual-stack socket calls 10.0.0.1. */
const plain = (address: string) => address.trim().replace(/^::ffff:(?=\d+\.)/i, '')

function familyOf(address: string): 'ipv4' | 'ipv6' | null {
  const version = isIP(address)
  return version === 0 ? null : version === 4 ? 'ipv4' : 'ipv6'
}

/** @throws Error naming what is neither an address nor a network in CIDR notation */
function blockListOf(networks: readonly string[]): BlockList {
  const list = new BlockList()
  for (const network of networks) {
    const [address = '', bits] = network.split('/')
    const family = familyOf(address)
    if (family === null || (bits !== undefined && !/^\d+$/.test(bits)))
      throw new Error(`TRUSTED_PROXIES: expected addresses or networks such as 10.0.0.0/8, got "${network}"`)
    if (bits === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(bits), family)
  }
  return list
}

const LOOPBACK = blockListOf(['127.0.0.0/8', '::1'])

function contains(list: BlockList, address: string): boolean {
  const family = familyOf(address)
  return family !== null && list.check(address, family)
}

const peerOf = (c: Context): string =>
  plain((c.env as NodeBindings | undefined)?.incoming?.socket?.remoteAddress ?? UNKNOWN_ADDRESS)

export function createClientAddresses(trustedProxies: readonly string[]): ClientAddresses {
  const trusted = blockListOf(trustedProxies)
  function of(c: Context): string {
    const peer = peerOf(c)
    if (!contains(trusted, peer)) return peer
    const hops = (c.req.header('x-forwarded-for') ?? '')
      .split(',')
      .map(plain)
      .filter((hop) => hop !== '')
    // From the right: each trusted proxy appended whom it saw; the first that is no proxy is the client.
    return hops.findLast((hop) => !contains(trusted, hop)) ?? hops[0] ?? peer
  }
  return {
    of,
    isLoopback(c) {
      const forwarded = c.req.header('x-forwarded-for') ?? c.req.header('forwarded')
      return forwarded === undefined && contains(LOOPBACK, peerOf(c))
    },
  }
}
