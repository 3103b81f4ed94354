/** From the environment and a started database to the settled values that the container is made of. */
import type { ContainerOptions } from '../container.ts'
import type { Environment } from '../env.ts'
import { VERSION } from '../task/version.ts'
import { localUrl } from './connection-file.ts'
import { persistedAuthSecret } from './data-dir.ts'

export interface Started {
  readonly databaseUrl: string
  readonly embedded: boolean
  /** The port that we listen on. */
  readonly port: number
}

export async function containerOptions(
  environment: Environment,
  started: Started,
): Promise<ContainerOptions> {
  const { databaseUrl } = started
  return {
    databaseUrl,
    authSecret: environment.authSecret ?? (await persistedAuthSecret(environment.dataDir)),
    baseUrl: environment.baseUrl ?? localUrl(environment.host, started.port),
    trustedProxies: environment.trustedProxies,
    allowTargets: environment.allowTargets ?? (started.embedded ? ['loopback'] : []),
    secrets: { ...environment.secrets, DATABASE_URL: databaseUrl },
    environment: { name: environment.environmentName, color: environment.environmentColor },
    version: VERSION,
    logLevel: environment.logLevel ?? (process.stdout.isTTY ? 'warn' : 'info'),
  }
}
