/**
 * RabbitMQ for a test file, in this order: the broker that RABBITMQ_URL names (with RABBITMQ_MANAGEMENT_URL, if it is
 * known); Debian's program on this machine; Debian's package, as root. Else its suites are skipped, and say why; with
 * CI=true that is a failure. Started by the file that needs it, because a start takes 7 to 20 seconds.
 */
import { existsSync } from 'node:fs'
import process from 'node:process'
import { installWithApt } from './apt.ts'
import { RABBITMQ_SERVER, startRabbitNode } from './rabbitmq-node.ts'

export interface TestRabbit {
  readonly url: string
  /** null: the broker was given without it. */
  readonly managementUrl: string | null
  remove(): Promise<void>
}

/**
 * Whether a node of our own can be started, which fault cases need.
 * @returns null when it can, else why not
 * @throws Error instead, with CI=true
 */
export function whyNoRabbitNode(): string | null {
  if (existsSync(RABBITMQ_SERVER)) return null
  installWithApt(['rabbitmq-server'])
  if (existsSync(RABBITMQ_SERVER)) return null
  const reason = `no RabbitMQ: install Debian's "rabbitmq-server" (${RABBITMQ_SERVER}), or set RABBITMQ_URL`
  if (process.env.CI === 'true') throw new Error(reason)
  process.stderr.write(`RabbitMQ suites are skipped: ${reason}\n`)
  return reason
}

/** @returns null when there is a broker to test with, else why not */
export function whyNoRabbit(): string | null {
  return process.env.RABBITMQ_URL === undefined ? whyNoRabbitNode() : null
}

/** To be called only where `whyNoRabbit` gave null. */
export async function provideRabbit(): Promise<TestRabbit> {
  const { RABBITMQ_URL: url, RABBITMQ_MANAGEMENT_URL: managementUrl } = process.env
  if (url === undefined) return startRabbitNode()
  return { url, managementUrl: managementUrl ?? null, remove: async () => undefined }
}
