/** A Redis server in a temporary folder, which a test may stop, crash and start again. No system service is touched. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { openSync, readFileSync, rmSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { createClient } from 'redis'
import { serverPort } from './server-port.ts'

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
  let server: ChildProcess | null = null

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
  async function end(signal: NodeJS.Signals): Promise<void> {
    if (server === null || server.exitCode !== null || server.signalCode !== null) return
    const ended = once(server, 'exit')
    server.kill(signal)
    await ended
  }
  async function start(): Promise<void> {
    const log = openSync(join(folder, 'out.log'), 'a')
    server = spawn('redis-server', options, { stdio: ['ignore', log, log] })
    const deadline = performance.now() + START_WITHIN_MS
    while (
      !(await command('EXISTS', 'signalbox').then(
        () => true,
        () => false,
      ))
    ) {
      if (server.exitCode !== null || performance.now() > deadline)
        throw new Error(`Redis did not start: ${readFileSync(join(folder, 'out.log'), 'utf8').slice(-2_000)}`)
      await sleep(20)
    }
  }
  /** Nothing asynchronous runs any more. */
  const endWithUs = () => {
    server?.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  }

  process.once('exit', endWithUs)
  await start()
  return {
    url,
    port,
    stop: () => end('SIGTERM'),
    crash: () => end('SIGKILL'),
    start,
    command,
    async remove() {
      process.off('exit', endWithUs)
      await end('SIGKILL')
      await rm(folder, { recursive: true, force: true })
    },
  }
}
