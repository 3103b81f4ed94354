/**
 * The contract of built-in handlers: what a task needs from outside (a message sent, an event tracked) by configuration
 * alone. A handler describes itself here; what does the work, and with it any client library, is loaded on first use.
 */
import type { Agent } from 'undici'
import type { z } from 'zod'
import type { Run } from '../../consume/verdict.ts'
import type { RetryPolicy } from '../../retry/retry-policy.ts'

/** What an implementation works with; its options come with their secrets resolved. */
export interface BuiltInTools {
  /** Connects only where the target rules allow it. */
  readonly agent: Agent
  readonly allowTargets: readonly string[]
  readonly now: () => Date
  /** Longest time for one exchange with the service, milliseconds; the task's own timeout may end it sooner. */
  readonly timeoutMs: number
  /** Takes secrets out of a text that somebody may read. */
  readonly redact: (text: string) => string
}

export interface BuiltInImplementation<Options> {
  run(options: Options, tools: BuiltInTools): Run
}

/** What a handler is for; people look for one by it, and its picture stands for it. */
export const HANDLER_CATEGORIES = ['analytics', 'files', 'http', 'messages', 'push', 'other'] as const
export type HandlerCategory = (typeof HANDLER_CATEGORIES)[number]

/** What suits the service where a task type says nothing else; the console offers it. */
export interface HandlerDefaults {
  readonly timeoutMs: number
  readonly maxAttempts?: number
  readonly retry?: RetryPolicy
}

export type JsonSchema = Readonly<Record<string, unknown>>

export interface BuiltInSpec<Name extends string = string, Options extends z.ZodObject = z.ZodObject> {
  /** Service, dot, what it does: "slack.message". */
  readonly name: Name
  /** Rises when options or payload change in a way that an older configuration would notice. */
  readonly version: number
  readonly title: string
  /** One sentence. */
  readonly description: string
  readonly category: HandlerCategory
  readonly options: Options
  /** JSON Schema (2020-12) of the payload. A task that breaks it is dead (`rejected`). */
  readonly payload: JsonSchema
  /** A payload that would do, for those who try it. */
  readonly example: unknown
  readonly defaults: HandlerDefaults
  /** The optional package that it needs installed beside the library. */
  readonly needs?: string
  /** Options that hold an address to call; checked against the target rules before a task is taken. */
  readonly addresses: readonly (keyof z.infer<Options> & string)[]
  readonly load: () => Promise<BuiltInImplementation<z.infer<Options>>>
}

/** Keeps the exact types of a specification. */
export function builtIn<const Name extends string, Options extends z.ZodObject>(
  spec: BuiltInSpec<Name, Options>,
): BuiltInSpec<Name, Options> {
  return spec
}
