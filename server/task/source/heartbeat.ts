/** What an instance tells the control plane with each heartbeat, and what it is told in return. */
import { z } from 'zod'
import { slug, taskTypeName } from '../config.ts'

export const consumerReport = z.object({
  type: taskTypeName,
  /** tripped: its target is down, so nothing is taken until a probe is answered (`circuit`). */
  state: z.enum(['starting', 'running', 'paused', 'tripped', 'draining', 'crashed', 'stopped']),
  workers: z.int(),
  /** Tasks running now, oldest first, at most 20. */
  running: z.array(z.object({ taskId: z.string(), attempt: z.int(), startedAt: z.iso.datetime() })),
  runningCount: z.int(),
  /** Counts since the instance started. */
  succeeded: z.int(),
  retried: z.int(),
  dead: z.int(),
  /** Handler time over the last minute, milliseconds; null without a run. */
  latencyMs: z.object({ p50: z.number(), p95: z.number(), p99: z.number() }).nullable(),
  /** Attempts over the last minute and how many of them failed; left out by versions that do not tell. */
  lastMinute: z.object({ attempts: z.int(), failed: z.int() }).optional(),
  /** While the handler fails (of its newest attempts at least half): since when, and the newest failed attempt. */
  failing: z
    .object({
      since: z.iso.datetime(),
      at: z.iso.datetime(),
      /** Failed attempts since then. */
      count: z.int(),
      /** HTTP status that the target answered; null when it did not answer. */
      status: z.int().nullable(),
      error: z.string().max(500),
    })
    .nullable()
    .optional(),
  /** While it is tripped: since when its target is down, how it shows, and when one task is next let through. */
  circuit: z
    .object({
      since: z.iso.datetime(),
      /** null while a probe is let through. */
      nextProbeAt: z.iso.datetime().nullable(),
      /** Probes that found the target still down. */
      probes: z.int(),
      /** Scheme, host and port; null where the handler does not tell. */
      target: z.string().nullable(),
      /** HTTP status that the target answered; null when it did not answer. */
      status: z.int().nullable(),
      error: z.string().max(500),
    })
    .nullable()
    .optional(),
  /** Settles that were refused because another consumer had the task by then: such a task may have run twice. */
  lost: z.int().optional(),
  /** Why it crashed or does not start. */
  error: z.string().nullable(),
  /** The error's code (`TaskErrorCode`); null where it has none. */
  errorCode: z.string().max(50).nullable().optional(),
  restarts: z.int(),
})
export type ConsumerReport = z.infer<typeof consumerReport>

export const producerReport = z.object({
  type: taskTypeName,
  state: z.enum(['ready', 'crashed']),
  published: z.int(),
  error: z.string().nullable(),
})
export type ProducerReport = z.infer<typeof producerReport>

export const heartbeat = z.object({
  project: slug,
  host: z.string().min(1).max(200),
  pid: z.int(),
  version: z.string().max(50),
  startedAt: z.iso.datetime(),
  /** Of the configuration that it has applied; 0 before the first. */
  appliedRevision: z.int(),
  appliedEtag: z.string().nullable(),
  state: z.enum(['starting', 'running', 'draining', 'stopped']),
  consumers: z.array(consumerReport),
  producers: z.array(producerReport),
  /** Names of secret references that do not resolve here. */
  unresolvedSecrets: z.array(z.string()),
  /** Names of the function handlers that this process has; left out where it does not tell. */
  functions: z.array(z.string()).optional(),
  /** Names of the modules that it runs in threads. */
  modules: z.array(z.string()).optional(),
  /** Names of the built-in handlers that it can run; left out where it does not tell. */
  builtIns: z.array(z.string()).optional(),
  /** Names of the custom handlers that it has; left out where it does not tell. */
  customHandlers: z.array(z.string().max(100)).max(1_000).optional(),
  /** Why the newest configuration could not be applied. */
  configError: z.string().nullable(),
  /** The longest time of the last minute in which its event loop stood still, a second or more; null without one. */
  loopBlock: z
    .object({
      ms: z.int(),
      /** When it moved again. */
      at: z.iso.datetime(),
      /** Task types that ran then: one of them blocked it. */
      types: z.array(taskTypeName),
    })
    .nullable()
    .optional(),
  memoryBytes: z.int(),
  /** 99th percentile since the last heartbeat. */
  eventLoopLagMs: z.number(),
})
export type Heartbeat = z.infer<typeof heartbeat>

export interface HeartbeatAnswer {
  readonly commands: readonly ('drain' | 'stop')[]
  readonly desiredRevision: number
}
