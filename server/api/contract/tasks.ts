/** Publishing over HTTP. The CloudEvents forms share the path and are told apart by content type and headers. */
import { z } from '@hono/zod-openapi'
import { taskTypeName } from '../../task/index.ts'
import { instant, json, route } from './shapes.ts'

export const newTask = z
  .strictObject({
    type: taskTypeName,
    payload: z.unknown(),
    id: z.string().min(1).max(200).optional(),
    notBefore: instant.optional(),
    delayMs: z.int().min(0).max(31_536_000_000).optional(),
    partitionKey: z.string().min(1).max(200).optional(),
    /** While a task of the type with this key waits or runs, no other one is stored. */
    uniqueKey: z.string().min(1).max(200).optional(),
    expiresAt: instant.optional(),
    tracked: z.boolean().optional(),
  })
  .openapi('NewTask')
export const taskBatch = z.strictObject({ tasks: z.array(newTask).min(1).max(1_000) }).openapi('TaskBatch')
export const accepted = z
  .object({
    /** How many were stored: those that are duplicates were not. */
    accepted: z.int(),
    tasks: z.array(
      z.object({
        id: z.string(),
        type: taskTypeName,
        queue: z.string(),
        /** It was not stored: the task of this id has its `uniqueKey`, and waits or runs. */
        duplicateOf: z.string().optional(),
      }),
    ),
  })
  .openapi('Accepted')
export type Accepted = z.infer<typeof accepted>

export const publishTasks = route({
  method: 'post',
  path: '/tasks',
  access: 'publish',
  tags: ['tasks'],
  summary: 'Publish one task or up to 1,000',
  description: 'Answers only after the broker confirmed. One bad task in a batch refuses the whole batch.',
  request: {
    headers: z.object({ 'idempotency-key': z.string().min(1).max(200).optional() }),
    body: {
      required: true,
      content: {
        'application/json': { schema: z.union([newTask, taskBatch]) },
        'application/cloudevents+json': { schema: z.record(z.string(), z.unknown()) },
        'application/cloudevents-batch+json': { schema: z.array(z.record(z.string(), z.unknown())) },
      },
    },
  },
  responses: { 202: json(accepted, 'The broker has taken responsibility') },
})

export const taskState = z
  .enum(['queued', 'running', 'retrying', 'succeeded', 'dead', 'replaying'])
  .openapi('TaskState')
export const taskView = z
  .object({
    id: z.string(),
    type: z.string(),
    /** The newest of what is known. */
    state: taskState,
    /** One sentence, e.g. "Died at its 3rd attempt: the target answered 503". */
    summary: z.string(),
    /** It waits, in a backend that can take it out of its queue. */
    cancellable: z.boolean(),
    /** What is known of its life, oldest first. */
    events: z.array(
      z.object({
        at: instant.nullable(),
        kind: z.enum([
          'queued',
          'started',
          'failed',
          'retrying',
          'succeeded',
          'died',
          'replayed',
          'archived',
        ]),
        message: z.string(),
        /** The failure or the replay that tells more. */
        failureId: z.string().nullable(),
        replayId: z.string().nullable(),
      }),
    ),
  })
  .openapi('TaskTrace')
export type TaskView = z.infer<typeof taskView>

export const getTask = route({
  method: 'get',
  path: '/tasks/{id}',
  access: 'read',
  tags: ['tasks'],
  summary: 'Where a task is, as far as is known',
  description:
    'Known are tasks that failed for good, were replayed or tracked, run at this moment, or wait in a backend that can be ' +
    'asked for one (Postgres). Another task that succeeded leaves no trace: `404` says so.',
  request: { params: z.object({ id: z.string().min(1).max(200) }) },
  responses: { 200: json(taskView, 'What is known') },
})

export const cancelTask = route({
  method: 'delete',
  path: '/tasks/{id}',
  access: 'operate',
  tags: ['tasks'],
  summary: 'Cancel a task that waits',
  description:
    'Takes it out of its queue, whether it is ready, scheduled or waits for its next attempt; it is not archived. `409` ' +
    'says why where it runs or is over, or where its backend cannot take out a single task. Where a backend cannot look ' +
    'a task up by its id, `type` says where to look.',
  request: {
    params: z.object({ id: z.string().min(1).max(200) }),
    query: z.object({ type: taskTypeName.optional() }),
  },
  responses: { 204: { description: 'Cancelled: it will not run' } },
})
