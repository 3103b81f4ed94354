/** From the configuration of a custom handler to what runs its tasks. */
import type { Agent } from 'undici'
import { asError, type Run } from '../../consume/verdict.ts'
import { TaskError } from '../../errors.ts'
import type { Logger } from '../../logger.ts'
import { compilePayloadSchema, payloadError } from '../../publish/payload-schema.ts'
import type { SecretResolver } from '../../source/secrets.ts'
import { redactingOwn, redactor } from '../built-in/redact.ts'
import { resolveSecrets } from '../built-in/secret-options.ts'
import { functionRun } from '../function.ts'
import { unreachable } from '../http.ts'
import { checkTargetUrl } from '../target-rules.ts'
import type { CustomHandlers, CustomHandlerTools } from './define-handler.ts'

export interface CustomRunTools {
  readonly customHandlers: CustomHandlers
  readonly agent: Agent
  readonly allowTargets: readonly string[]
  readonly secrets: SecretResolver
  readonly logger: Logger
  readonly now: () => Date
}

/** @throws TaskError `handler-missing`, `config-invalid` (options that break their schema) or `secret-unresolved` */
export async function customRun(
  config: { readonly name: string; readonly options: Readonly<Record<string, unknown>> },
  { customHandlers, agent, allowTargets, secrets: resolver, logger, now }: CustomRunTools,
): Promise<Run> {
  const handler = customHandlers.get(config.name)
  if (handler === undefined) throw missing(config.name, [...customHandlers.keys()])
  const problems = compilePayloadSchema(handler.options)(config.options)
  if (problems.length > 0) {
    const issues = problems.map(({ path, message }) => ({ path: `/handler/options${path}`, message }))
    const lines = issues.map(({ path, message }) => `${message} at ${path}`)
    throw new TaskError('config-invalid', `Options of ${config.name}: ${lines.join('; ')}`, {
      context: { name: config.name, issues },
    })
  }
  const { options, secrets } = await resolveSecrets(handler.options, config.options, resolver)
  const redact = redactor(secrets)
  const run = functionRun(
    handler.run(options, { request: requester(agent, allowTargets), now, redact, logger }),
  )
  const check = compilePayloadSchema(handler.payload)
  return redactingOwn(async (job) => {
    const error = payloadError(`${config.name} task`, job.task.payload, check)
    return error === null ? run(job) : { kind: 'dead', reason: 'rejected', failure: { error } }
  }, redact)
}

function missing(name: string, known: readonly string[]): TaskError {
  return new TaskError(
    'handler-missing',
    `This process has no custom handler "${name}"; it has: ${known.join(', ') || 'none'}. Start it with --handlers, or pass customHandlers.`,
    { context: { name } },
  )
}

/** The agent checks the addresses of names; an address in the URL itself is checked here. */
function requester(agent: Agent, allowTargets: readonly string[]): CustomHandlerTools['request'] {
  return async (url, options = {}) => {
    const forbidden = checkTargetUrl(url, allowTargets)
    if (forbidden !== null) throw forbidden
    const { origin, pathname, search } = new URL(url)
    try {
      return await agent.request({ method: 'GET', ...options, origin, path: `${pathname}${search}` })
    } catch (thrown) {
      throw unreachable(`${origin}${pathname}`, asError(thrown))
    }
  }
}
