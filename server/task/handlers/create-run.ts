/** From a handler's configuration to what runs its tasks. */
import type { Agent } from 'undici'
import type { ConsumerConfig } from '../config.ts'
import type { Run } from '../consume/verdict.ts'
import { TaskError } from '../errors.ts'
import type { SecretResolver } from '../source/secrets.ts'
import { builtInRun } from './built-in/make-run.ts'
import type { CustomHandlers } from './custom/define-handler.ts'
import { customRun } from './custom/make-run.ts'
import { functionRun, type TaskHandlers } from './function.ts'
import { httpRun } from './http.ts'
import { type ModuleTools, moduleRun } from './module/module.ts'
import { signingKey } from './signature.ts'
import { checkTargetUrl } from './target-rules.ts'

export interface HandlerTools extends ModuleTools {
  readonly handlers: TaskHandlers
  /** None when left out. */
  readonly customHandlers?: CustomHandlers
  readonly secrets: SecretResolver
  readonly allowTargets: readonly string[]
  /** Made with the same `allowTargets`, when a handler first needs one. */
  readonly agent: () => Promise<Agent>
  readonly now: () => Date
}

/**
 * @throws TaskError `handler-missing`, `secret-unresolved` or `target-forbidden`
 */
export async function createRun(
  { type, workers, handler: config }: Pick<ConsumerConfig, 'type' | 'workers' | 'handler'>,
  tools: HandlerTools,
): Promise<Run> {
  if (config.kind === 'function') return functionOf(config.name ?? type, tools.handlers)
  if (config.kind === 'module') return moduleRun(type, { workers, config }, tools)
  if (config.kind === 'built-in') return builtInRun(config, { ...tools, agent: await tools.agent() })
  if (config.kind === 'custom')
    return customRun(config, { customHandlers: new Map(), ...tools, agent: await tools.agent() })
  const forbidden = checkTargetUrl(config.url, tools.allowTargets)
  if (forbidden !== null) throw forbidden
  const key = config.secret === undefined ? null : signingKey(await tools.secrets.resolve(config.secret))
  return httpRun({ url: config.url, key, agent: await tools.agent(), now: tools.now })
}

function functionOf(name: string, handlers: TaskHandlers): Run {
  const handler = Object.hasOwn(handlers, name) ? handlers[name] : undefined
  if (handler !== undefined) return functionRun(handler)
  const known = Object.keys(handlers).join(', ') || 'none'
  throw new TaskError('handler-missing', `This process has no handler "${name}"; it has: ${known}.`, {
    context: { name },
  })
}
