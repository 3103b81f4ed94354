/**
 * Our HTTP server. Its port is claimed before anything else is touched; until the product is ready every request is
 * told so. Afterwards `/api`, `/health` and `/metrics` go to the API and the rest to the console.
 */
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { StartError } from './start-error.ts'

export interface FrontDoor {
  /** The port that we listen on, also when 0 was asked for. */
  readonly port: number
  open(routes: { readonly api: RequestListener; readonly console: RequestListener }): void
  /** Takes no new request, lets running ones finish for `graceMs`, then ends them (event streams never end by themselves). */
  close(graceMs: number): Promise<void>
}

const OURS = /^\/(api|health|metrics)(?:[/?]|$)/

function notReady(_request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(503, { 'Content-Type': 'text/plain; charset=utf-8', 'Retry-After': '2', Refresh: '2' })
  response.end('Signalbox is starting. This page reloads by itself.\n')
}

/** @throws StartError that names PORT or HOST */
export async function claimPort(host: string, port: number): Promise<FrontDoor> {
  let answer: RequestListener = notReady
  const server = createServer((request, response) => answer(request, response))
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(explain(error, host, port)))
    server.listen(port, host, resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    open(routes) {
      answer = (request, response) =>
        (OURS.test(request.url ?? '') ? routes.api : routes.console)(request, response)
    },
    async close(graceMs) {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeIdleConnections()
      const deadline = setTimeout(() => server.closeAllConnections(), graceMs)
      await closed
      clearTimeout(deadline)
    },
  }
}

function explain(error: NodeJS.ErrnoException, host: string, port: number): StartError {
  const cause = { cause: error }
  switch (error.code) {
    case 'EADDRINUSE':
      return new StartError(
        `PORT: ${host}:${port} is in use by another program. Stop it, or choose another port: PORT=${port + 1} npm start`,
        cause,
      )
    case 'EACCES':
      return new StartError(`PORT: this user may not listen on port ${port}. Choose one above 1023.`, cause)
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new StartError(`HOST: "${host}" is not an address of this machine.`, cause)
    default:
      return new StartError(`HOST, PORT: cannot listen on ${host}:${port}: ${error.message}`, cause)
  }
}
