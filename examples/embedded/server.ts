/**
 * One process that takes orders over HTTP and sends their confirmations in the background.
 *
 * Without a variable, tasks live in this process's memory. With DATABASE_URL they are kept in Postgres; with SIGNALBOX_URL and
 * SIGNALBOX_TOKEN the control plane says through which broker they go and how many run at once, and changes it live.
 */
import process from 'node:process'
import Fastify from 'fastify'
import { type ConfigSource, createTaskSystem, fromControlPlane, type TaskConfigInput } from 'signalbox'

interface Order {
  readonly customer: string
  readonly items: number
}

const { SIGNALBOX_URL: url, SIGNALBOX_TOKEN: token, DATABASE_URL, PORT = '8080' } = process.env

const ownConfig: TaskConfigInput = {
  project: 'shop',
  backends: {
    main: DATABASE_URL === undefined ? { kind: 'memory' } : { kind: 'postgres', url: 'env:DATABASE_URL' },
  },
  producers: [{ type: 'order.confirm', backend: 'main' }],
  consumers: [
    {
      ...{ type: 'order.confirm', backend: 'main', workers: 4, handler: { kind: 'function' } },
      retry: { maxAttempts: 5, initialMs: 200 },
    },
  ],
}
const config: ConfigSource | TaskConfigInput =
  url === undefined ? ownConfig : fromControlPlane({ url, token, project: 'shop', stateDir: '.signalbox' })

const app = Fastify({ logger: true })
const confirmed: string[] = []

const tasks = await createTaskSystem({
  config,
  logger: app.log,
  handlers: {
    'order.confirm': async (task, ctx) => {
      const { customer } = task.payload as Order
      if (!customer.includes('@')) return ctx.dead(`"${customer}" has no address`)
      // A task runs at least once: what it does must not happen twice.
      if (!confirmed.includes(task.id)) confirmed.push(task.id)
      app.log.info({ taskId: task.id, attempt: task.attempt, customer }, 'order confirmed')
    },
  },
})

const orderSchema = {
  type: 'object',
  required: ['customer', 'items'],
  properties: { customer: { type: 'string' }, items: { type: 'integer', minimum: 1 } },
}

app.post<{ Body: Order }>('/orders', { schema: { body: orderSchema } }, async (request, reply) => {
  const { id } = await tasks.publish('order.confirm', request.body) // the broker has it from here on
  return reply.code(202).send({ order: id })
})
app.get('/confirmed', async () => ({ confirmed }))
app.get('/health', async () => tasks.report())

/** First no more requests, which publish; then no more tasks. */
async function stop(): Promise<void> {
  await app.close()
  await tasks.close({ deadlineMs: 20_000 })
}
process.once('SIGTERM', () => void stop())
process.once('SIGINT', () => void stop())
// The control plane may tell this instance to end, too.
void tasks.closed.then(() => app.close())

await app.listen({ port: Number(PORT), host: '127.0.0.1' })
