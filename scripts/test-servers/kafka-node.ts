/** A Kafka broker in a temporary folder, which a test may stop, crash and start again. It listens on the loopback only. */
import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Admin } from '@platformatic/kafka'
import { javaEnvironment, kafkaClassPath } from './kafka-jars.ts'
import { serverPort } from './server-port.ts'
import { startServer } from './server-process.ts'

const START_WITHIN_MS = 90_000
/** Starts in half the time; what the compiler would gain later is not needed here. */
const JAVA = ['-Xmx512m', '-Xms128m', '-XX:+UseSerialGC']
const QUICK_JAVA = [...JAVA, '-XX:TieredStopAtLevel=1']

export interface KafkaNode {
  /** "host:port", the same after every start. */
  readonly brokers: string
  readonly port: number
  /** As an operator does: what is open is written out. */
  stop(): Promise<void>
  /** SIGKILL. */
  crash(): Promise<void>
  start(): Promise<void>
  /** Stops it and deletes its data. */
  remove(): Promise<void>
}

export interface KafkaNodeOptions {
  readonly port?: number
  /** What it tells clients to connect to, when a proxy stands before it. */
  readonly advertisedPort?: number
  /** More of the broker's settings, by their names. */
  readonly settings?: Readonly<Record<string, string>>
  /** For measurements: let Java's compiler do all it can. */
  readonly optimized?: boolean
  /** What is told to the formatting of its storage; by default, that it is a cluster of its own. */
  readonly format?: readonly string[]
}

function settingsOf(folder: string, port: number, controllerPort: number, options: KafkaNodeOptions): string {
  const settings: Record<string, string> = {
    'process.roles': 'broker,controller',
    'node.id': '1',
    'controller.quorum.bootstrap.servers': `127.0.0.1:${controllerPort}`,
    'controller.listener.names': 'CONTROLLER',
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${options.advertisedPort ?? port}`,
    'log.dirs': join(folder, 'data'),
    'auto.create.topics.enable': 'false',
    'offsets.topic.replication.factor': '1',
    'offsets.topic.num.partitions': '4',
    'transaction.state.log.replication.factor': '1',
    'transaction.state.log.min.isr': '1',
    'transaction.state.log.num.partitions': '2',
    'group.initial.rebalance.delay.ms': '0',
    'group.min.session.timeout.ms': '1000',
    'log.cleaner.dedupe.buffer.size': '2097152',
    ...options.settings,
  }
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('')
}

/** The program would take one that begins with "-" for an option of its own. */
export function clusterIdOf(): string {
  const id = randomBytes(16).toString('base64url')
  return id.startsWith('-') ? clusterIdOf() : id
}

/** Whether it answers a client, and knows itself as a broker. */
async function answers(port: number): Promise<boolean> {
  const admin = new Admin({ clientId: 'probe', bootstrapBrokers: [`127.0.0.1:${port}`], retries: 0 })
  try {
    return (await admin.metadata({ topics: [], forceUpdate: true })).brokers.size > 0
  } catch {
    return false
  } finally {
    await admin.close()
  }
}

/** To be called only where `kafkaClassPath` gave one. */
export async function startKafkaNode(options: KafkaNodeOptions = {}): Promise<KafkaNode> {
  const found = kafkaClassPath()
  if ('reason' in found) throw new Error(found.reason)
  const folder = await mkdtemp(join(tmpdir(), 'signalbox-test-kafka-'))
  const port = options.port ?? (await serverPort())
  const settingsFile = join(folder, 'server.properties')
  await writeFile(settingsFile, settingsOf(folder, port, await serverPort(), options))
  const java = (...args: string[]) => [
    ...(options.optimized ? JAVA : QUICK_JAVA),
    '-cp',
    found.classPath,
    ...args,
  ]
  const how = options.format ?? ['--standalone', '-t', clusterIdOf()]
  const format = java('kafka.tools.StorageTool', 'format', ...how, '-c', settingsFile)
  const formatted = spawnSync('java', format, { env: javaEnvironment(), encoding: 'utf8' })
  if (formatted.status !== 0) throw new Error(`Kafka's storage was not made: ${formatted.stderr}`)
  const server = await startServer({
    name: 'Kafka',
    command: 'java',
    args: java('kafka.Kafka', settingsFile),
    env: javaEnvironment(),
    folder,
    startWithinMs: START_WITHIN_MS,
    answers: () => answers(port),
  })
  return {
    brokers: `127.0.0.1:${options.advertisedPort ?? port}`,
    port,
    stop: () => server.end('SIGTERM'),
    crash: () => server.end('SIGKILL'),
    start: server.start,
    remove: () => server.remove('SIGKILL'),
  }
}
