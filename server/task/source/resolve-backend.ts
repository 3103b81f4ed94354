/** A backend's configuration with every reference in it replaced by what it names. */
import type { BackendConfig } from '../config.ts'
import { resolveAddress, type SecretResolver } from './secrets.ts'

type Tls = NonNullable<Extract<BackendConfig, { kind: 'rabbitmq' }>['tls']>

/** @throws TaskError `secret-unresolved` */
export async function resolveBackend(secrets: SecretResolver, config: BackendConfig): Promise<BackendConfig> {
  if (!('url' in config)) return config
  const url = await resolveAddress(secrets, config.url)
  if (config.kind === 'redis') {
    const { tls } = config
    return { ...config, url, ...(tls === undefined ? {} : { tls: await resolveTls(secrets, tls) }) }
  }
  if (config.kind === 'kafka') return resolveKafka(secrets, { ...config, url })
  if (config.kind !== 'rabbitmq') return { ...config, url }
  const { managementUrl, tls } = config
  return {
    ...config,
    url,
    ...(managementUrl === undefined ? {} : { managementUrl: await resolveAddress(secrets, managementUrl) }),
    ...(tls === undefined ? {} : { tls: await resolveTls(secrets, tls) }),
  }
}

type Kafka = Extract<BackendConfig, { kind: 'kafka' }>

async function resolveKafka(secrets: SecretResolver, config: Kafka): Promise<Kafka> {
  const { sasl, tls } = config
  return {
    ...config,
    ...(sasl === undefined ? {} : { sasl: await resolveSasl(secrets, sasl) }),
    ...(tls === undefined ? {} : { tls: await resolveTls(secrets, tls) }),
  }
}

type Sasl = NonNullable<Kafka['sasl']>

async function resolveSasl(secrets: SecretResolver, { mechanism, username, password }: Sasl): Promise<Sasl> {
  const [user, word] = await Promise.all([secrets.resolve(username), secrets.resolve(password)])
  return { mechanism, username: user, password: word }
}

async function resolveTls(secrets: SecretResolver, tls: Tls): Promise<Tls> {
  const entries = Object.entries(tls).map(async ([name, reference]) => [
    name,
    await secrets.resolve(reference),
  ])
  return Object.fromEntries(await Promise.all(entries))
}
