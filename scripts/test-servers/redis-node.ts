/** A Redis server in a temporary folder, which a test may stop, crash and start again. No system service is touched. */
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from 'redis'
import { serverPort } from './server-port.ts'
import { startServer } from './server-process.ts'

const START_WITHIN_MS = 30_000

export interface RedisNode {
  /** The same after every start. */
  readonly url: string
  readonly port: number
  /** As an operator does: data is written out. */
  stop(): Promise<void>
  /** SIGKILL. */
  crash(): Promise<void>
  start(): Promise<void>
  /** Runs a command on it, as `redis-cli` does. */
  command(...args: string[]): Promise<unknown>
  /** Stops it and deletes its data. */
  remove(): Promise<void>
}

/** @param settings of redis.conf, beside those that keep every confirmed write over a crash */
export async function startRedisNode(settings: Readonly<Record<string, string>> = {}): Promise<RedisNode> {
  const folder = await mkdtemp(join(tmpdir(), 'signalbox-test-redis-'))
  const port = await serverPort()
  const url = `redis://127.0.0.1:${port}`
  const all = {
    bind: '127.0.0.1',
    port: String(port),
    dir: folder,
    appendonly: 'yes',
    appendfsync: 'always',
    ...settings,
  }
  const options = Object.entries(all).flatMap(([name, value]) => [`--${name}`, value])
  async function command(...args: string[]): Promise<unknown> {
    const client = createClient({ url, RESP: 2, socket: { reconnectStrategy: false } })
    client.on('error', () => undefined)
    await client.connect()
    try {
      return await client.sendCommand(args)
    } finally {
      client.destroy()
    }
  }
  const answers = () =>
    command('EXISTS', 'signalbox').then(
      () => true,
      // A part of a cluster that has no keys yet.
      (error: Error) => error.message.startsWith('CLUSTERDOWN'),
    )
  const server = await startServer({
    name: 'Redis',
    command: 'redis-server',
    args: options,
    folder,
    startWithinMs: START_WITHIN_MS,
    answers,
  })
  return {
    url,
    port,
    stop: () => server.end('SIGTERM'),
    crash: () => server.end('SIGKILL'),
    start: server.start,
    command,
    remove: () => server.remove('SIGKILL'),
  }
}
