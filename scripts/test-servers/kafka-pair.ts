/**
 * Two Kafka brokers that keep copies of each other's partitions, with a door for every way in. The first one is the
 * controller, too, so it is the second that a test may kill. They listen on the loopback only.
 */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { clusterIdOf, type KafkaNode, startKafkaNode } from './kafka-node.ts'
import { serverPort } from './server-port.ts'

export const KAFKA_USER = 'worker'
export const KAFKA_PASSWORD = 'correct-horse-battery'

/** Certificates and a key as PEM; signed by itself, it is authority, server and client in one. */
export interface TestCertificate {
  readonly cert: string
  readonly key: string
}

/** Each "host:port" of both brokers, separated by a comma. */
export interface KafkaDoors {
  readonly plain: string
  /** TLS, and a user with a password. */
  readonly sasl: string
  /** TLS, and a client's certificate. */
  readonly certificate: string
}

export interface KafkaPair {
  readonly first: KafkaNode
  readonly second: KafkaNode
  readonly doors: KafkaDoors
  /** What both brokers show, and trust in a client. */
  readonly certificate: TestCertificate
  remove(): Promise<void>
}

type Ports = Record<'plain' | 'sasl' | 'certificate', number>

const freePorts = async (): Promise<Ports> => ({
  plain: await serverPort(),
  sasl: await serverPort(),
  certificate: await serverPort(),
})

function makeCertificate(folder: string): TestCertificate {
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')]
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  const names = ['-subj', '/CN=signalbox-test', '-addext', 'subjectAltName=IP:127.0.0.1']
  const args = ['req', '-x509', ...curve, '-keyout', key, '-out', cert, '-days', '1', ...names]
  execFileSync('openssl', args, { stdio: 'ignore' })
  return { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') }
}

const LOGIN = 'org.apache.kafka.common.security'

/** @param node 1 is the controller, too */
function settingsOf(node: 1 | 2, ports: Ports, controllerPort: number, pem: string): Record<string, string> {
  const at = (name: string, port: number) => `${name}://127.0.0.1:${port}`
  const doors = [at('PLAIN', ports.plain), at('SASL', ports.sasl), at('CERTIFICATE', ports.certificate)]
  const controller = node === 1 ? [at('CONTROLLER', controllerPort)] : []
  return {
    'process.roles': node === 1 ? 'broker,controller' : 'broker',
    'node.id': String(node),
    'controller.quorum.bootstrap.servers': `127.0.0.1:${controllerPort}`,
    listeners: [...doors, ...controller].join(','),
    'advertised.listeners': doors.join(','),
    'listener.security.protocol.map': 'PLAIN:PLAINTEXT,SASL:SASL_SSL,CERTIFICATE:SSL,CONTROLLER:PLAINTEXT',
    'inter.broker.listener.name': 'PLAIN',
    'default.replication.factor': '2',
    'offsets.topic.replication.factor': '2',
    'offsets.topic.num.partitions': '2',
    // A broker that was killed is missed within two seconds instead of nine.
    'broker.session.timeout.ms': '2000',
    'broker.heartbeat.interval.ms': '500',
    'ssl.keystore.type': 'PEM',
    'ssl.keystore.location': `${pem}.keystore`,
    'ssl.truststore.type': 'PEM',
    'ssl.truststore.location': `${pem}.truststore`,
    'listener.name.certificate.ssl.client.auth': 'required',
    'listener.name.sasl.sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-256,SCRAM-SHA-512',
    'listener.name.sasl.plain.sasl.jaas.config': `${LOGIN}.plain.PlainLoginModule required user_${KAFKA_USER}="${KAFKA_PASSWORD}";`,
    'listener.name.sasl.scram-sha-256.sasl.jaas.config': `${LOGIN}.scram.ScramLoginModule required;`,
    'listener.name.sasl.scram-sha-512.sasl.jaas.config': `${LOGIN}.scram.ScramLoginModule required;`,
  }
}

/** To be called only where `kafkaClassPath` gave one. */
export async function startKafkaPair(): Promise<KafkaPair> {
  const folder = await mkdtemp(join(tmpdir(), 'signalbox-test-kafka-pair-'))
  const certificate = makeCertificate(folder)
  const pem = join(folder, 'server')
  await writeFile(`${pem}.keystore`, certificate.key + certificate.cert)
  await writeFile(`${pem}.truststore`, certificate.cert)
  const ports = [await freePorts(), await freePorts()] as const
  const controllerPort = await serverPort()
  const users = ['SCRAM-SHA-256', 'SCRAM-SHA-512'].flatMap((mechanism) => [
    '--add-scram',
    `${mechanism}=[name=${KAFKA_USER},password=${KAFKA_PASSWORD}]`,
  ])
  const id = ['-t', clusterIdOf()]
  const start = (node: 1 | 2, format: readonly string[]) =>
    startKafkaNode({
      port: ports[node - 1]?.plain ?? 0,
      settings: settingsOf(node, ports[node - 1] as Ports, controllerPort, pem),
      format: [...id, ...format],
    })
  const first = await start(1, ['--standalone', ...users])
  const second = await start(2, [])
  const both = (door: keyof Ports) => ports.map((of) => `127.0.0.1:${of[door]}`).join(',')
  return {
    first,
    second,
    certificate,
    doors: { plain: both('plain'), sasl: both('sasl'), certificate: both('certificate') },
    async remove() {
      await Promise.all([first.remove(), second.remove()])
      await rm(folder, { recursive: true, force: true })
    },
  }
}
