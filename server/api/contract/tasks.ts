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
    expiresAt: instant.optional(),
    tracked: z.boolean().optional(),
  })
  .openapi('NewTask')
export const taskBatch = z.strictObject({ tasks: z.array(newTask).min(1).max(1_000) }).openapi('TaskBatch')
export const accepted = z
  .object({
    accepted: z.int(),
    tasks: z.array(z.object({ id: z.string(), type: taskTypeName, queue: z.string() })),
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
