/** For tests: a TCP proxy whose connections can be cut, or go silent in both directions without anybody hanging up. */
import { connect, createServer, type Socket } from 'node:net'

export interface TcpProxy {
  readonly port: number
  /** Resets the connections that stand now; new ones work. Tells how many. */
  cut(): number
  /** Passes nothing more in either direction on the connections that stand now. Tells how many. */
  silence(): number
  close(): Promise<void>
}

export async function startTcpProxy(targetPort: number): Promise<TcpProxy> {
  const pairs = new Set<readonly [Socket, Socket]>()
  const listener = createServer((client) => {
    const server = connect(targetPort, '127.0.0.1')
    const pair = [client, server] as const
    pairs.add(pair)
    client.pipe(server)
    server.pipe(client)
    const end = () => {
      pairs.delete(pair)
      client.destroy()
      server.destroy()
    }
    for (const socket of pair) socket.on('close', end).on('error', end)
  })
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  const address = listener.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    cut() {
      const count = pairs.size
      for (const [client, server] of pairs) {
        client.resetAndDestroy()
        server.resetAndDestroy()
      }
      return count
    },
    silence() {
      for (const [client, server] of pairs) {
        client.unpipe(server)
        server.unpipe(client)
        client.pause()
        server.pause()
      }
      return pairs.size
    },
    close: () =>
      new Promise((resolve) => {
        for (const [client] of pairs) client.destroy()
        listener.close(() => resolve())
      }),
  }
}
