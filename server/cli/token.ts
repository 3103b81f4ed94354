/** `signalbox token create`: an API token for a program, made by whoever owns the database. */
import process from 'node:process'
import { startActor } from '../auth/bootstrap.ts'
import type { Scope } from '../auth/scopes.ts'
import { createToken } from '../auth/tokens.ts'
import { createContainer } from '../container.ts'
import { containerOptions } from '../startup/settings.ts'
import { migrate } from '../store/migrate.ts'
import { withDatabase } from './with-database.ts'

const DAY_MS = 86_400_000

export interface TokenOptions {
  readonly name: string
  readonly scope: readonly Scope[]
  readonly project?: string
  readonly days?: number
}

/** Writes the token, and nothing else, to standard output. */
export async function createTokenCommand({ name, scope, project, days }: TokenOptions): Promise<void> {
  await withDatabase(async ({ environment, database }) => {
    await migrate(database.url)
    const started = { databaseUrl: database.url, embedded: database.embedded, port: environment.port }
    const container = createContainer(await containerOptions(environment, started))
    const expiresAt = days === undefined ? undefined : new Date(Date.now() + days * DAY_MS)
    try {
      const wanted = { name, scopes: scope, project, expiresAt }
      const { secret } = await createToken(container.services.auth, { actor: startActor }, wanted)
      process.stdout.write(`${secret}\n`)
    } finally {
      await container.close()
    }
  })
}
