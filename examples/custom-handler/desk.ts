/** The service that the handler calls: it keeps tickets in memory, one per idempotency key, for who has the token. */
import { createServer, type Server } from 'node:http'
import process from 'node:process'
import { text } from 'node:stream/consumers'

interface Ticket {
  readonly key: string
  readonly subject: string
}

export function createDesk(token: string): Server {
  const tickets = new Map<string, Ticket>()
  return createServer(async (request, response) => {
    if (request.method === 'GET') return void response.end(JSON.stringify([...tickets.values()]))
    const { subject } = JSON.parse(await text(request)) as Ticket
    if (request.headers.authorization !== `Bearer ${token}`)
      return void response.writeHead(401).end('unknown token')
    const key = String(request.headers['idempotency-key'])
    if (!tickets.has(key)) process.stdout.write(`ticket ${tickets.size + 1}: ${subject}\n`)
    tickets.set(key, { key, subject })
    response.writeHead(201).end()
  })
}
