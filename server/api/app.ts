/**
 * The one HTTP API, mounted twice: in our own server and in Next. A request meets, in this order: its id and log line,
 * the guard, the body limit, its route's validation, the route. Whatever any of them throws becomes a problem document.
 */
import { OpenAPIHono } from '@hono/zod-openapi'
import { API_BASE } from './access.ts'
import { announceActs } from './announce-acts.ts'
import { registerAssignments } from './assignments.ts'
import { registerAudit } from './audit.ts'
import { registerBackends } from './backends.ts'
import { registerChangeSets } from './change-sets.ts'
import { registerConfig } from './config.ts'
import { registerDocs } from './docs.ts'
import { registerEnvironment } from './environment.ts'
import { registerEvents } from './events.ts'
import { registerFailures } from './failures.ts'
import { limitBody, requestId, requestLog, securityHeaders } from './frame.ts'
import { guard } from './guard.ts'
import { registerHandlers } from './handlers.ts'
import { registerHealth } from './health.ts'
import { registerInstances } from './instances.ts'
import { registerLinks } from './links.ts'
import { httpMetrics, registerMetrics } from './metrics.ts'
import { registerOpenApi } from './openapi.ts'
import { registerPeople } from './people.ts'
import { problemHandler } from './problem.ts'
import { registerProjects } from './projects.ts'
import { registerQueues } from './queues.ts'
import { registerReplays } from './replays.ts'
import type { ApiServices } from './services.ts'
import { registerSession } from './session.ts'
import { registerTaskTrace } from './task-trace.ts'
import { registerTaskTypes } from './task-types.ts'
import { registerTasks } from './tasks.ts'
import { registerTokens } from './tokens.ts'
import type { Api, ApiEnv } from './types.ts'
import { refuseInvalid } from './validation.ts'
import { registerWebhooks } from './webhooks.ts'

const REGISTER_V1: readonly ((api: Api, services: ApiServices) => void)[] = [
  registerSession,
  registerEnvironment,
  registerLinks,
  registerPeople,
  registerTokens,
  registerAudit,
  registerEvents,
  registerBackends,
  registerTaskTypes,
  registerProjects,
  registerAssignments,
  registerChangeSets,
  registerConfig,
  registerHandlers,
  registerInstances,
  registerTasks,
  registerTaskTrace,
  registerQueues,
  registerFailures,
  registerReplays,
  registerWebhooks,
  registerOpenApi,
]

const REGISTER_OUTSIDE: readonly ((app: Api, services: ApiServices) => void)[] = [
  registerDocs,
  registerHealth,
  registerMetrics,
]

export function createApi(services: ApiServices): Api {
  const { auth, addresses, log } = services
  const app: Api = new OpenAPIHono<ApiEnv>()
  app.onError(problemHandler(log))
  app.use(requestId(), requestLog(log), httpMetrics(services), securityHeaders(auth.baseUrl))
  app.use(guard(app, { auth, addresses }))
  app.use(announceActs(services))
  app.use('/api/*', limitBody())
  const v1: Api = new OpenAPIHono<ApiEnv>({ defaultHook: refuseInvalid })
  for (const register of REGISTER_V1) register(v1, services)
  for (const register of REGISTER_OUTSIDE) register(app, services)
  app.route(API_BASE, v1)
  return app
}
