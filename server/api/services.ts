/** What the whole API needs: the sum of what each resource file says it needs. The container makes it. */
import type { Logger } from 'pino'
import type { Auth } from '../auth/auth.ts'
import type { AuditServices } from './audit.ts'
import type { EnvironmentServices } from './environment.ts'
import type { LinkServices } from './links.ts'
import type { PeopleServices } from './people.ts'
import type { SessionServices } from './session.ts'
import type { TokenServices } from './tokens.ts'

export interface FrameServices {
  readonly auth: Auth
  readonly log: Logger
  readonly version: string
}

export type ApiServices = FrameServices &
  AuditServices &
  EnvironmentServices &
  LinkServices &
  PeopleServices &
  SessionServices &
  TokenServices
