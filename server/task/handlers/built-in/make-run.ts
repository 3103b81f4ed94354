/** From the configuration of a built-in handler to what runs its tasks. */
import type { Run } from '../../consume/verdict.ts'
import { TaskError } from '../../errors.ts'
import { compilePayloadSchema, payloadError } from '../../publish/payload-schema.ts'
import type { SecretResolver } from '../../source/secrets.ts'
import { checkTargetUrl } from '../target-rules.ts'
import type { BuiltInImplementation, BuiltInSpec, BuiltInTools } from './built-in.ts'
import { builtInSpec } from './catalog.ts'
import { redacting, redactor } from './redact.ts'
import { resolveOptions } from './secret-options.ts'

export interface MakeRunTools extends Pick<BuiltInTools, 'agent' | 'allowTargets' | 'now'> {
  readonly secrets: SecretResolver
}

/**
 * @throws TaskError `handler-missing` (unknown name, or its package is not installed), `secret-unresolved` or
 *   `target-forbidden`
 */
export async function builtInRun(
  config: { readonly name: string; readonly options: Readonly<Record<string, unknown>> },
  tools: MakeRunTools,
): Promise<Run> {
  const spec = builtInSpec(config.name)
  if (spec === null) throw missing(config.name, `This version has no built-in handler "${config.name}".`)
  const { options, secrets } = await resolveOptions(spec.options, config.options, tools.secrets)
  const redact = redactor(secrets)
  checkAddresses(spec, options, tools.allowTargets, redact)
  const implementation = await load(spec)
  const { agent, allowTargets, now } = tools
  const run = implementation.run(options, {
    ...{ agent, allowTargets, now, redact },
    timeoutMs: spec.defaults.timeoutMs,
  })
  return closingWith(run, redacting(checkingPayload(spec, run), redact))
}

/** What is wrapped around a run frees what the run holds. */
function closingWith(run: Run, wrapped: Run): Run {
  return run.close === undefined ? wrapped : Object.assign(wrapped, { close: () => run.close?.() })
}

function checkAddresses(
  { addresses }: BuiltInSpec,
  options: Readonly<Record<string, unknown>>,
  allowTargets: readonly string[],
  redact: (text: string) => string,
): void {
  for (const name of addresses) {
    const address = options[name]
    const problem = typeof address === 'string' ? checkTargetUrl(address, allowTargets) : null
    if (problem !== null)
      throw new TaskError('target-forbidden', redact(problem.message), { context: { option: name } })
  }
}

async function load(spec: BuiltInSpec): Promise<BuiltInImplementation<Record<string, unknown>>> {
  try {
    return await spec.load()
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    if (spec.needs === undefined || code !== 'ERR_MODULE_NOT_FOUND') throw cause
    const advice = `The built-in handler ${spec.name} needs the package "${spec.needs}", which is not installed here: npm install ${spec.needs}.`
    throw missing(spec.name, advice, cause)
  }
}

function missing(name: string, message: string, cause?: unknown): TaskError {
  return new TaskError('handler-missing', message, { cause, context: { name } })
}

/** A payload that the service would refuse is not sent. */
function checkingPayload({ name, payload }: BuiltInSpec, run: Run): Run {
  const check = compilePayloadSchema(payload)
  return async (job) => {
    const error = payloadError(`${name} task`, job.task.payload, check)
    return error === null ? run(job) : { kind: 'dead', reason: 'rejected', failure: { error } }
  }
}
