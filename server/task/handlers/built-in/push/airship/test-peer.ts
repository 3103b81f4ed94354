/** Speaks for `api.urbanairship.com`. */
import { createServer } from 'node:http'
import { closing, Exchange, listen, type Peer } from '../test-peer.ts'

export async function startAirshipPeer(): Promise<Peer> {
  const exchange = new Exchange(({ path }) =>
    path === '/api/push'
      ? { status: 202, body: { ok: true, operation_id: 'o1', push_ids: ['p1'] } }
      : { status: 404, body: { ok: false, error: 'Not found' } },
  )
  const server = createServer((request, response) => exchange.serve(request, response))
  const port = await listen(server)
  return {
    ...{ url: `http://127.0.0.1:${port}`, received: exchange.received },
    answerNext: (...answers) => exchange.answerNext(...answers),
    close: closing(server),
  }
}
