/**
 * Redis for a test file, in this order: the server that REDIS_URL names; `redis-server` on this machine; Debian's package,
 * as root. Else its suites are skipped, and say why; with CI=true that is a failure.
 */
import { spawnSync } from 'node:child_process'
import process from 'node:process'
import { installWithApt } from './apt.ts'
import { startRedisNode } from './redis-node.ts'

export interface TestRedis {
  readonly url: string
  remove(): Promise<void>
}

/** Scripts with flags came with it. */
const OLDEST = 7

function isInstalled(): boolean {
  const { stdout } = spawnSync('redis-server', ['--version'], { encoding: 'utf8' })
  return Number(/v=(\d+)\./.exec(stdout ?? '')?.[1]) >= OLDEST
}

/**
 * Whether a server of our own can be started, which fault cases need.
 * @returns null when it can, else why not
 * @throws Error instead, with CI=true
 */
export function whyNoRedisNode(): string | null {
  if (isInstalled()) return null
  installWithApt(['redis-server'])
  if (isInstalled()) return null
  const reason = `no Redis ${OLDEST} or later: install Debian's "redis-server", or set REDIS_URL`
  if (process.env.CI === 'true') throw new Error(reason)
  process.stderr.write(`Redis suites are skipped: ${reason}\n`)
  return reason
}

/** @returns null when there is a server to test with, else why not */
export function whyNoRedis(): string | null {
  return process.env.REDIS_URL === undefined ? whyNoRedisNode() : null
}

/** To be called only where `whyNoRedis` gave null. */
export async function provideRedis(): Promise<TestRedis> {
  const { REDIS_URL: url } = process.env
  return url === undefined ? startRedisNode() : { url, remove: async () => undefined }
}
