/** Instances: running workers, what they report and what they are told. */
import { z } from '@hono/zod-openapi'
import { heartbeat, slug } from '../../task/index.ts'
import { instant, json, jsonBody, page, pageQuery, route } from './shapes.ts'

const instanceParam = z.object({
  instance: z
    .string()
    .min(1)
    .max(200)
    .openapi({ param: { name: 'instance', in: 'path' } }),
})

export const instanceView = z
  .object({
    id: z.string(),
    ...heartbeat.shape,
    desiredRevision: z.int(),
    /** live: heard within three heartbeats; lost: silent since; stopped: said goodbye. */
    status: z.enum(['live', 'lost', 'stopped']),
    /** Live, but on another revision than desired. */
    stale: z.boolean(),
    lastSeenAt: instant,
    command: z.enum(['drain', 'stop']).nullable(),
  })
  .openapi('Instance')
export type InstanceView = z.infer<typeof instanceView>

export const putInstance = route({
  method: 'put',
  path: '/instances/{instance}',
  access: 'worker',
  tags: ['workers'],
  summary: 'Heartbeat',
  request: { params: instanceParam, ...jsonBody(z.object(heartbeat.shape).openapi('Heartbeat')) },
  responses: {
    200: json(
      z.object({ commands: z.array(z.enum(['drain', 'stop'])), desiredRevision: z.int() }),
      'What it is told',
    ),
  },
})
export const listInstances = route({
  method: 'get',
  path: '/instances',
  access: 'read',
  tags: ['workers'],
  summary: 'Live and recently lost instances',
  request: {
    query: pageQuery.extend({
      project: slug.optional(),
      status: z.enum(['live', 'lost', 'stopped']).optional(),
    }),
  },
  responses: { 200: json(page(instanceView), 'By project, then newest first') },
})
export const commandInstance = route({
  method: 'post',
  path: '/instances/{instance}/commands',
  access: 'operate',
  tags: ['workers'],
  summary: 'Tell an instance to drain or to stop',
  request: {
    params: instanceParam,
    ...jsonBody(z.strictObject({ command: z.enum(['drain', 'stop']) }).openapi('InstanceCommand')),
  },
  responses: { 202: json(instanceView, 'It will be told with its next heartbeat') },
})
