/** `/environment`: what the sign-in page may know. */
import type { Database } from '../store/database.ts'
import { adminExists } from '../store/people.ts'
import { getEnvironment } from './contract/people.ts'
import type { Api } from './types.ts'

export interface EnvironmentServices {
  readonly database: Database
  readonly version: string
  readonly environment: { readonly name: string; readonly color: string }
}

export function registerEnvironment(api: Api, { database, version, environment }: EnvironmentServices): void {
  api.openapi(getEnvironment, async (c) => {
    const needsSetup = !(await adminExists(database.prisma))
    return c.json({ name: environment.name, color: environment.color, version, needsSetup }, 200)
  })
}
