/** What the whole API needs: the sum of what each resource file says it needs. The container makes it. */
import type { Logger } from 'pino'
import type { Auth } from '../auth/auth.ts'
import type { PublishDeps } from '../publishing/publish-tasks.ts'
import type { ReadinessDeps } from '../registry/check-readiness.ts'
import type { AssignmentServices } from './assignments.ts'
import type { AuditServices } from './audit.ts'
import type { BackendServices } from './backends.ts'
import type { ChangeSetServices } from './change-sets.ts'
import type { ConfigServices } from './config.ts'
import type { EnvironmentServices } from './environment.ts'
import type { EventServices } from './events.ts'
import type { FailureServices } from './failures.ts'
import type { HandlerServices } from './handlers.ts'
import type { InstanceServices } from './instances.ts'
import type { LinkServices } from './links.ts'
import type { MetricsServices } from './metrics.ts'
import type { PeopleServices } from './people.ts'
import type { ProjectServices } from './projects.ts'
import type { QueuesDeps } from './queues.ts'
import type { ReplayServices } from './replays.ts'
import type { SessionServices } from './session.ts'
import type { TaskTypeServices } from './task-types.ts'
import type { TokenServices } from './tokens.ts'
import type { WebhookServices } from './webhooks.ts'

export interface FrameServices {
  readonly auth: Auth
  readonly log: Logger
  readonly version: string
}

export type ApiServices = FrameServices &
  AssignmentServices &
  AuditServices &
  BackendServices &
  ChangeSetServices &
  ConfigServices &
  EnvironmentServices &
  EventServices &
  FailureServices &
  HandlerServices &
  InstanceServices &
  LinkServices &
  MetricsServices &
  PeopleServices &
  ProjectServices &
  PublishDeps &
  QueuesDeps &
  ReadinessDeps &
  ReplayServices &
  SessionServices &
  TaskTypeServices &
  TokenServices &
  WebhookServices
