/**
 * The extension point: a handler that anybody writes once and others use by configuration alone. It describes itself as
 * a built-in one does; options and payload are JSON Schemas.
 */
import type { Dispatcher } from 'undici'
import type { ConfigIssue } from '../../config.ts'
import { TaskError } from '../../errors.ts'
import type { Logger } from '../../logger.ts'
import { compilePayloadSchema } from '../../publish/payload-schema.ts'
import type { HandlerCategory, HandlerDefaults, JsonSchema } from '../built-in/built-in.ts'
import { builtInSpec } from '../built-in/catalog.ts'
import type { TaskHandler } from '../function.ts'

export interface CustomHandlerTools {
  /**
   * Makes an HTTP request, only where the target rules allow it; redirects are not followed. Pass `ctx.signal` on.
   * @throws TaskError `target-forbidden`, or `target-failed` when nobody answers: thrown on, it tells the circuit breaker
   */
  readonly request: (
    url: string,
    options?: Partial<Omit<Dispatcher.RequestOptions, 'origin' | 'path'>>,
  ) => Promise<Dispatcher.ResponseData>
  readonly now: () => Date
  /** Takes secrets out of a text that somebody may read. */
  readonly redact: (text: string) => string
  readonly logger: Logger
}

export interface CustomHandler<Options = Readonly<Record<string, unknown>>> {
  /** Yours, dot, what it does: "acme.ticket". No built-in handler has it. */
  readonly name: string
  /** Rises when options or payload change in a way that an older configuration would notice. */
  readonly version: number
  readonly title: string
  /** One sentence. */
  readonly description: string
  readonly category?: HandlerCategory
  /** Where its documentation is. */
  readonly docs?: string
  /** JSON Schema (2020-12) of an object; an option with `format: "secret-reference"` takes a reference to a secret. */
  readonly options: JsonSchema
  /** JSON Schema (2020-12) of the payload. A task that breaks it is dead (`rejected`). */
  readonly payload: JsonSchema
  /** A payload that would do. */
  readonly example?: unknown
  readonly defaults?: HandlerDefaults
  /** Called once per consumer, with secrets resolved; what it returns runs each task. */
  run(options: Options, tools: CustomHandlerTools): TaskHandler
}

const NAME = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)+$/

/**
 * Checks a handler's description.
 * @throws TaskError `config-invalid` that names the field and what was expected
 */
export function defineHandler<Options = Readonly<Record<string, unknown>>>(
  handler: CustomHandler<Options>,
): CustomHandler<Options> {
  checkHandler(handler)
  return handler
}

function checkHandler(given: unknown): asserts given is CustomHandler {
  if (typeof given !== 'object' || given === null)
    throw new TaskError('config-invalid', 'A custom handler: expected what defineHandler takes.')
  const handler = given as Partial<CustomHandler>
  const called = typeof handler.name === 'string' ? ` "${handler.name}"` : ''
  const issues = issuesOf(handler)
  if (issues.length === 0) return
  const lines = issues.map(({ path, message }) => `${message} at ${path}`)
  throw new TaskError('config-invalid', `The custom handler${called} is unusable: ${lines.join('; ')}`, {
    context: { issues },
  })
}

function issuesOf(handler: Partial<CustomHandler>): ConfigIssue[] {
  const text = (value: unknown) => typeof value === 'string' && value.length > 0 && value.length <= 500
  const wrong = (path: string, message: string, right: boolean) => (right ? [] : [{ path, message }])
  const { name, version, title, description, run } = handler
  return [
    ...wrong(
      '/name',
      'expected lower-case words with a dot, such as "acme.ticket", at most 100 characters',
      typeof name === 'string' && name.length <= 100 && NAME.test(name),
    ),
    ...wrong(
      '/name',
      `expected a name that no built-in handler has, got "${name}"`,
      builtInSpec(String(name)) === null,
    ),
    ...wrong('/version', 'expected a whole number from 1', Number.isInteger(version) && Number(version) >= 1),
    ...wrong('/title', 'expected a text of at most 500 characters', text(title)),
    ...wrong('/description', 'expected a text of at most 500 characters', text(description)),
    ...schemaIssues('/options', handler.options),
    ...wrong(
      '/options/type',
      'expected "object": options have names',
      handler.options?.type === 'object' || typeof handler.options !== 'object',
    ),
    ...schemaIssues('/payload', handler.payload),
    ...wrong('/run', 'expected a function (options, tools) => (task, ctx) => …', typeof run === 'function'),
  ]
}

function schemaIssues(path: string, schema: unknown): ConfigIssue[] {
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema))
    return [{ path, message: 'expected a JSON Schema' }]
  try {
    compilePayloadSchema(schema as JsonSchema)
    return []
  } catch (error) {
    return [{ path, message: (error as Error).message }]
  }
}

export type CustomHandlers = ReadonlyMap<string, CustomHandler>

/** @throws TaskError `config-invalid` for what is no handler, and for a name that stands twice */
export function customHandlersByName(handlers: readonly unknown[]): CustomHandlers {
  const byName = new Map<string, CustomHandler>()
  for (const handler of handlers) {
    checkHandler(handler)
    if (byName.has(handler.name))
      throw new TaskError('config-invalid', `Two custom handlers are named "${handler.name}"; expected one.`)
    byName.set(handler.name, handler)
  }
  return byName
}
