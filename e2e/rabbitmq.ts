/** A product on a RabbitMQ node, set up as an operator does: the address in the environment, then the management API. */
import { expect } from '@playwright/test'
import type { RabbitNode } from '../scripts/test-servers/rabbitmq-node.ts'
import type { TcpProxy } from '../server/task/backends/conformance/tcp-proxy.ts'
import { apiOf, mustCall } from './api.ts'
import { type Product, startProduct } from './product.ts'

/** What `RABBITMQ_URL` at the first start is registered as. */
export const RABBITMQ = 'rabbitmq'

/** So that a silent connection is given up after 4 s. */
const HEARTBEAT_SECONDS = 2

export async function startProductOnRabbit(node: RabbitNode, wire: TcpProxy): Promise<Product> {
  const url = new URL(node.url)
  url.port = String(wire.port)
  url.search = `heartbeat=${HEARTBEAT_SECONDS}`
  const variables = { RABBITMQ_URL: url.href, RABBITMQ_MANAGEMENT_URL: node.managementUrl }
  const product = await startProduct({ variables })
  const options = { managementUrl: 'env:RABBITMQ_MANAGEMENT_URL' }
  await mustCall(apiOf(product), 'PATCH', `/backends/${RABBITMQ}`, { options })
  return product
}

export interface BrokerQueue {
  readonly ready: number
  readonly unacknowledged: number
}

/** What the broker itself says of a queue; null when it has none of that name. */
export async function askBroker(
  { managementUrl }: Pick<RabbitNode, 'managementUrl'>,
  queue: string,
): Promise<BrokerQueue | null> {
  const { username, password, origin } = new URL(managementUrl)
  const response = await fetch(`${origin}/api/queues/%2F/${encodeURIComponent(queue)}`, {
    headers: { authorization: `Basic ${btoa(`${username}:${password}`)}` },
  })
  if (response.status === 404) return null
  expect(response.status).toBe(200)
  const found = (await response.json()) as { messages_ready?: number; messages_unacknowledged?: number }
  return { ready: found.messages_ready ?? 0, unacknowledged: found.messages_unacknowledged ?? 0 }
}
