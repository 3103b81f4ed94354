/**
 * What the demo's tasks are proxied to. A proxy target needs to know nothing of Signalbox: it gets a POST with the
 * payload as its body and CloudEvents headers beside it, and says with its status whether the task is done.
 */
import { createServer, type IncomingMessage } from 'node:http'
import { env, stdout } from 'node:process'
import { json } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { publish } from './api.ts'

interface Order {
  readonly orderId: string
  readonly customer: { readonly name: string; readonly email: string }
  readonly address?: { readonly city: string; readonly country: string }
}

interface Answer {
  readonly status: number
  readonly body: unknown
}

const done: Answer = { status: 200, body: { ok: true } }
const refusal = (status: number, error: string): Answer => ({ status, body: { error } })

/** One order in ten meets a busy warehouse at its first attempt. */
const isBusy = (id: string, attempt: number) => attempt === 1 && checksum(id) % 10 === 0
const checksum = (text: string) => [...text].reduce((sum, char) => sum + (char.codePointAt(0) ?? 0), 0)

async function placeOrder(order: Order, request: IncomingMessage): Promise<Answer> {
  const attempt = Number(request.headers['ce-attempt'] ?? 1)
  if (order.address === undefined)
    return refusal(422, `order ${order.orderId} has no address; nobody can ship it`)
  if (isBusy(String(request.headers['ce-id']), attempt))
    return refusal(503, 'the warehouse is busy; try again')
  const { orderId, customer, address } = order
  await publish('parcel.ship', { orderId, address })
  await publish('email.send', { to: customer.email, subject: `Your order ${orderId}`, orderId })
  return done
}

async function shipParcel({ address }: Order): Promise<Answer> {
  return address?.country === 'ATLANTIS' ? refusal(500, 'no carrier answers for ATLANTIS') : done
}

const routes: Record<string, (payload: Order, request: IncomingMessage) => Promise<Answer>> = {
  '/orders': placeOrder,
  '/parcels': shipParcel,
  '/emails': async () => done,
}

async function answer(request: IncomingMessage): Promise<Answer> {
  const route = routes[request.url ?? '']
  if (request.method !== 'POST' || route === undefined) return refusal(404, 'there is nothing here')
  const payload = (await json(request)) as Order
  await sleep(50 + Math.random() * 350) // work takes time
  return route(payload, request)
}

const server = createServer(async (request, response) => {
  const { status, body } = await answer(request).catch((error) => refusal(500, String(error)))
  stdout.write(`${request.url} ${status}\n`)
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body))
})
server.listen(Number(env.DEMO_SERVICE_PORT), '127.0.0.1')
