/** What every client of one backend is made with. */
import { isIP } from 'node:net'
import type { BaseOptions, SASLOptions } from '@platformatic/kafka'
import { TaskError } from '../../errors.ts'
import type { KafkaTuning } from './tuning.ts'

export interface KafkaTarget {
  /** "host:port", separated by commas. */
  readonly url: string
  readonly sasl?: {
    readonly mechanism: 'PLAIN' | 'SCRAM-SHA-256' | 'SCRAM-SHA-512'
    readonly username: string
    readonly password: string
  }
  /** PEM; an empty object asks for TLS with the usual authorities. */
  readonly tls?: { readonly ca?: string; readonly cert?: string; readonly key?: string }
}

const ADDRESS = /^(?<host>\[[0-9a-fA-F:]+\]|[^\s:/@]+)(:(?<port>\d{1,5}))?$/

/** @throws TaskError `config-invalid` for what is no list of addresses */
function brokersOf(url: string): { host: string; port: number }[] {
  return url.split(',').map((part) => {
    const { host, port } = ADDRESS.exec(part.trim())?.groups ?? {}
    if (host === undefined || Number(port ?? 1) > 65_535 || Number(port ?? 1) < 1)
      throw new TaskError('config-invalid', 'url: expected "host:port", separated by commas')
    return { host: host.replace(/^\[|\]$/g, ''), port: Number(port ?? 9092) }
  })
}

/** Names are told to the broker, whose certificate may depend on it; TLS knows no addresses there. */
const named = (brokers: readonly { host: string }[]) => brokers.some(({ host }) => isIP(host) === 0)

/** Retries are the backend's own: it must know when nothing more is sent. */
export function clientOptions(target: KafkaTarget, tuning: KafkaTuning): BaseOptions {
  const { sasl, tls } = target
  const bootstrapBrokers = brokersOf(target.url)
  return {
    clientId: 'signalbox',
    bootstrapBrokers,
    connectTimeout: tuning.connectTimeoutMs,
    requestTimeout: tuning.requestTimeoutMs,
    timeout: tuning.requestTimeoutMs,
    retries: 0,
    retryDelay: tuning.reconnectInitialMs,
    metadataMaxAge: 30_000,
    autocreateTopics: false,
    strict: false,
    ...(sasl === undefined ? {} : { sasl: { ...sasl } satisfies SASLOptions }),
    ...(tls === undefined ? {} : { tls: { ...tls }, tlsServerName: named(bootstrapBrokers) }),
  }
}
