/**
 * Makes the demo's task types, projects and assignments, through the same API that the console uses. Whatever exists
 * already is left as it is. Prints nothing when all went well.
 */
import { env, exit, stderr } from 'node:process'
import { call } from './api.ts'

const target = `http://127.0.0.1:${env.DEMO_SERVICE_PORT}`
const RETRY = { maxAttempts: 3, initialMs: 1_000, factor: 2, maxMs: 30_000, jitter: 0.2 }

const taskTypes = [
  {
    name: 'order.placed',
    description: 'A customer has placed an order',
    retry: RETRY,
    payloadSchema: orderSchema(),
  },
  { name: 'parcel.ship', description: 'A parcel is to be handed to a carrier', retry: RETRY },
  {
    name: 'email.send',
    description: 'A message to a customer',
    retry: RETRY,
    redactPaths: ['/to'],
  },
]

function orderSchema() {
  return {
    type: 'object',
    required: ['orderId', 'customer', 'items'],
    properties: {
      orderId: { type: 'string' },
      customer: { type: 'object', required: ['email'] },
      items: { type: 'array', minItems: 1 },
    },
  }
}

const produces = (type: string) => ({ role: 'producer', type })
const consumes = (type: string, path: string, workers: number) => ({
  role: 'consumer',
  type,
  workers,
  handler: { kind: 'http', url: `${target}${path}` },
})

const projects = [
  { name: 'shop', description: 'Places orders', assignments: [produces('order.placed')] },
  {
    name: 'fulfilment',
    description: 'Turns orders into parcels and messages',
    assignments: [
      consumes('order.placed', '/orders', 4),
      consumes('parcel.ship', '/parcels', 2),
      consumes('email.send', '/emails', 2),
      produces('parcel.ship'),
      produces('email.send'),
    ],
  },
  { name: 'mailer', description: 'Waits to take over email.send', assignments: [] },
]

const CONFLICT = 409
const STALE = 412

async function make(
  method: string,
  path: string,
  body: unknown,
  leaves: number,
  headers = {},
): Promise<void> {
  const response = await call(method, path, body, headers)
  if (response.ok || response.status === leaves) return
  stderr.write(`${method} ${path} answered ${response.status}: ${await response.text()}\n`)
  exit(1)
}

for (const type of taskTypes) await make('POST', '/task-types', type, CONFLICT)
for (const { assignments, ...project } of projects) {
  await make('POST', '/projects', project, CONFLICT)
  const reason = 'Demo: how a small shop works'
  // Revision 0 only: assignments that somebody has edited stay.
  if (assignments.length > 0)
    await make('PUT', `/projects/${project.name}/assignments`, { assignments, reason }, STALE, {
      'if-match': '"0"',
    })
}
