/** For tests: a TCP proxy that can go deaf: requests still arrive, answers do not, and nobody hangs up. */
import { connect, createServer, type Socket } from 'node:net'

export interface DeafProxy {
  readonly port: number
  /** For the connections that stand now; new ones work. Tells how many. */
  goDeaf(): number
  /** For the next connection on which `text` is asked: the request arrives, its answer does not. */
  goDeafAt(text: string): void
  /** How many connections went deaf by `goDeafAt`. */
  readonly struck: number
  close(): Promise<void>
}

export async function startDeafProxy(target: { host: string; port: number }): Promise<DeafProxy> {
  const pairs = new Set<{ client: Socket; server: Socket; deaf: boolean }>()
  let trigger: string | null = null
  let struck = 0
  const listener = createServer((client) => {
    const pair = { client, server: connect(target), deaf: false }
    pairs.add(pair)
    client.on('data', (bytes) => {
      if (trigger !== null && bytes.includes(trigger)) {
        trigger = null
        struck++
        pair.deaf = true
      }
      pair.server.write(bytes)
    })
    pair.server.on('data', (bytes) => {
      if (!pair.deaf) client.write(bytes)
    })
    const end = () => {
      pairs.delete(pair)
      client.destroy()
      pair.server.destroy()
    }
    for (const socket of [client, pair.server]) socket.on('close', end).on('error', end)
  })
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  const address = listener.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    goDeaf() {
      for (const pair of pairs) pair.deaf = true
      return pairs.size
    },
    goDeafAt(text) {
      trigger = text
    },
    get struck() {
      return struck
    },
    close: () =>
      new Promise((resolve) => {
        for (const { client } of pairs) client.destroy()
        listener.close(() => resolve())
      }),
  }
}
