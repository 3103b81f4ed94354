/** Queues: depth, flow and health of each task type. */
import { z } from '@hono/zod-openapi'
import { handlerConfig, slug, taskTypeName } from '../../task/index.ts'
import { figure, instant, json, jsonBody, page, pageQuery, route, typeParam } from './shapes.ts'

export const healthState = z.enum(['clear', 'caution', 'danger', 'paused', 'unknown'])
export const health = z
  .object({
    state: healthState,
    /** Worst first. */
    reasons: z.array(z.object({ code: z.string(), message: z.string(), since: instant.nullable() })),
    /** Since when the worst reason has held. */
    since: instant.nullable(),
    /** What would help, most useful first; a console shows them as buttons. */
    actions: z.array(
      z.object({
        code: z.enum([
          'assign-consumer',
          'change-workers',
          'resume',
          'open-failures',
          'show-instances',
          'check-backend',
          'show-roll-out',
        ]),
        /** E.g. "Change workers". */
        label: z.string(),
        /** Whom it concerns, where it is one project. */
        project: z.string().nullable(),
      }),
    ),
  })
  .openapi('Health')

/** A type's queue in one backend (a type that moves has two). */
export const queueInBackend = z
  .object({
    backend: slug,
    kind: z.string(),
    depth: z.object({ ready: figure, inFlight: figure, delayed: figure, dead: figure }),
    inPerSecond: figure,
    outPerSecond: figure,
    oldestAgeMs: figure,
    drainMs: figure,
    sampledAt: instant.nullable(),
    /** The type has left this backend at that instant, and its consumers empty it alongside the new one. */
    drainedSince: instant.nullable(),
  })
  .openapi('QueueInBackend')

export const queueView = z
  .object({
    type: taskTypeName,
    description: z.string(),
    backends: z.array(queueInBackend),
    producers: z.array(slug),
    consumers: z.array(
      z.object({
        project: slug,
        workers: z.int(),
        instances: z.int(),
        running: z.int(),
        handler: handlerConfig,
        paused: z.boolean(),
      }),
    ),
    paused: z
      .object({ by: z.string(), reason: z.string(), since: instant, until: instant.nullable() })
      .nullable(),
    health,
    /** Dead tasks of the type in the failure archive; `depth.dead` are those that still wait in the broker for it. */
    failures: z.object({ dead: z.int(), lastHour: z.int(), lastFailedAt: instant.nullable() }),
    /** Of the consumers' instances over the last minute, milliseconds; null without a run. */
    latencyMs: z.object({ p50: z.number(), p95: z.number(), p99: z.number() }).nullable(),
    /** Ready tasks in the last samples, oldest first, for a sparkline. */
    recent: z.array(z.number().nullable()),
  })
  .openapi('Queue')
export type QueueView = z.infer<typeof queueView>

export const listQueues = route({
  method: 'get',
  path: '/queues',
  access: 'read',
  tags: ['queues'],
  summary: 'Queues with depth, flow and health',
  request: {
    query: pageQuery.extend({
      limit: z.coerce.number().int().min(1).max(5_000).default(500),
      prefix: z.string().max(100).optional(),
      backend: slug.optional(),
      project: slug.optional(),
      health: healthState.optional(),
    }),
  },
  responses: { 200: json(page(queueView), 'By type') },
})
export const getQueue = route({
  method: 'get',
  path: '/queues/{type}',
  access: 'read',
  tags: ['queues'],
  summary: 'Read a queue',
  request: { params: typeParam },
  responses: { 200: json(queueView, 'The queue') },
})
export const queueHistory = route({
  method: 'get',
  path: '/queues/{type}/history',
  access: 'read',
  tags: ['queues'],
  summary: 'Series for charts, with annotations',
  request: {
    params: typeParam,
    query: z.object({
      from: instant.optional(),
      to: instant.optional(),
      step: z.coerce.number().int().min(1).max(86_400).optional().openapi({ description: 'Seconds' }),
    }),
  },
  responses: {
    200: json(
      z
        .object({
          stepSeconds: z.int(),
          points: z.array(
            z.object({
              at: instant,
              ready: z.number().nullable(),
              inFlight: z.number().nullable(),
              delayed: z.number().nullable(),
              dead: z.number().nullable(),
              inPerSecond: z.number().nullable(),
              outPerSecond: z.number().nullable(),
              /** Dead tasks per minute, by when they failed; counted by the minute, also in finer steps. */
              diedPerMinute: z.number().nullable(),
            }),
          ),
          annotations: z.array(
            z.object({ at: instant, kind: z.enum(['revision', 'replay']), label: z.string() }),
          ),
        })
        .openapi('QueueHistory'),
      'The series',
    ),
  },
})
export const peekMessages = route({
  method: 'get',
  path: '/queues/{type}/messages',
  access: 'read',
  tags: ['queues'],
  summary: 'Look at waiting tasks without taking them',
  request: {
    params: typeParam,
    query: z.object({
      state: z.enum(['ready', 'inFlight', 'delayed', 'dead']).default('ready'),
      limit: z.coerce.number().int().min(1).max(100).default(20),
    }),
  },
  responses: {
    200: json(
      z
        .object({
          items: z.array(
            z.object({
              id: z.string(),
              state: z.string(),
              attributes: z.record(z.string(), z.string()),
              payload: z.unknown(),
              dueAt: instant.nullable(),
            }),
          ),
        })
        .openapi('Messages'),
      'Oldest first; redacted where configured',
    ),
  },
})
export const purgeMessages = route({
  method: 'delete',
  path: '/queues/{type}/messages',
  access: 'admin',
  tags: ['queues'],
  summary: 'Remove waiting tasks',
  request: {
    params: typeParam,
    ...jsonBody(
      z
        .strictObject({
          confirm: z.string().openapi({ description: 'The type, typed out' }),
          reason: z.string().min(1).max(500),
        })
        .openapi('Purge'),
    ),
  },
  responses: { 200: json(z.object({ removed: z.int() }), 'How many were removed') },
})
const pauseBody = z
  .strictObject({ reason: z.string().max(500).default(''), until: instant.optional() })
  .openapi('Pause')
export const pauseQueue = route({
  method: 'post',
  path: '/queues/{type}/pause',
  access: 'operate',
  tags: ['queues'],
  summary: 'Pause all consumers of the type',
  request: { params: typeParam, ...jsonBody(pauseBody) },
  responses: { 200: json(queueView, 'Paused') },
})
export const resumeQueue = route({
  method: 'delete',
  path: '/queues/{type}/pause',
  access: 'operate',
  tags: ['queues'],
  summary: 'Resume the consumers of the type',
  request: { params: typeParam },
  responses: { 200: json(queueView, 'Resumed') },
})
