/** A RabbitMQ node in a temporary folder, which a test may stop, crash and start again. No system service is touched. */
import { execFile, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { promisify } from 'node:util'
import { connect as connectAmqp } from 'amqplib'
import { serverPort } from './server-port.ts'
import { startServer } from './server-process.ts'

/** Debian's; the program of that name in the path changes the user first. */
export const RABBITMQ_SERVER = '/usr/lib/rabbitmq/bin/rabbitmq-server'
const RABBITMQCTL = '/usr/lib/rabbitmq/bin/rabbitmqctl'
const START_WITHIN_MS = 90_000

export interface RabbitNode {
  /** The same after every start. */
  readonly url: string
  readonly managementUrl: string
  readonly port: number
  /** As an operator does: connections are told, data is written out. */
  stop(): Promise<void>
  /** SIGKILL. */
  crash(): Promise<void>
  start(): Promise<void>
  /** Runs `rabbitmqctl` against it. */
  control(...args: string[]): Promise<void>
  /** Stops it and deletes its data. */
  remove(): Promise<void>
}

interface Ports {
  readonly amqp: number
  readonly management: number
  readonly distribution: number
  readonly epmd: number
}

/** Figures are refreshed every second instead of every five, so that tests need not wait for them. */
function environmentOf(folder: string, ports: Ports): NodeJS.ProcessEnv {
  return {
    ...process.env,
    HOME: folder,
    ERL_EPMD_PORT: String(ports.epmd),
    ERL_EPMD_ADDRESS: '127.0.0.1',
    RABBITMQ_NODENAME: `signalbox${ports.amqp}@localhost`,
    RABBITMQ_NODE_IP_ADDRESS: '127.0.0.1',
    RABBITMQ_NODE_PORT: String(ports.amqp),
    RABBITMQ_DIST_PORT: String(ports.distribution),
    RABBITMQ_MNESIA_BASE: join(folder, 'mnesia'),
    RABBITMQ_LOG_BASE: join(folder, 'log'),
    RABBITMQ_PID_FILE: join(folder, 'pid'),
    RABBITMQ_CONFIG_FILE: join(folder, 'rabbitmq.conf'),
    RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, 'plugins'),
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS:
      '-kernel inet_dist_use_interface {127,0,0,1} -rabbit quorum_tick_interval 1000',
  }
}

async function writeSettings(folder: string, ports: Ports): Promise<void> {
  await mkdir(join(folder, 'log'))
  await writeFile(join(folder, 'plugins'), '[rabbitmq_management].')
  const settings = [
    `listeners.tcp.1 = 127.0.0.1:${ports.amqp}`,
    'management.tcp.ip = 127.0.0.1',
    `management.tcp.port = ${ports.management}`,
    'collect_statistics_interval = 1000',
  ]
  await writeFile(join(folder, 'rabbitmq.conf'), `${settings.join('\n')}\n`)
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('close', () => socket.destroy())
    socket.once('connect', () => socket.destroy())
  })
}

/** Whether a client gets through its handshake; that the port is open says less. */
async function greets(port: number): Promise<boolean> {
  try {
    const connection = await connectAmqp(`amqp://guest:guest@127.0.0.1:${port}`, { timeout: 5_000 })
    await connection.close()
    return true
  } catch {
    return false
  }
}

export async function startRabbitNode(): Promise<RabbitNode> {
  const folder = await mkdtemp(join(tmpdir(), 'signalbox-test-rabbitmq-'))
  const [amqp, management, distribution, epmd] = [
    await serverPort(),
    await serverPort(),
    await serverPort(),
    await serverPort(),
  ]
  const ports = { amqp, management, distribution, epmd }
  const environment = environmentOf(folder, ports)
  await writeSettings(folder, ports)
  const server = await startServer({
    name: 'RabbitMQ',
    command: RABBITMQ_SERVER,
    env: environment,
    folder,
    startWithinMs: START_WITHIN_MS,
    answers: async () => (await answers(ports.management)) && (await greets(ports.amqp)),
    // What was started is a shell.
    pid: () => Number(readFileSync(join(folder, 'pid'), 'utf8')),
    afterEnd: () => spawnSync('epmd', ['-port', String(ports.epmd), '-kill'], { env: environment }),
  })
  return {
    url: `amqp://guest:guest@127.0.0.1:${ports.amqp}`,
    managementUrl: `http://guest:guest@127.0.0.1:${ports.management}`,
    port: ports.amqp,
    stop: () => server.end('SIGTERM'),
    crash: () => server.end('SIGKILL'),
    start: server.start,
    async control(...args) {
      await promisify(execFile)(RABBITMQCTL, args, { env: environment })
    },
    remove: () => server.remove('SIGTERM'),
  }
}
