/** Backends, task types and projects: what exists. */
import { z } from '@hono/zod-openapi'
import {
  kafkaBackend,
  rabbitmqBackend,
  retryPolicy,
  secretRef,
  slug,
  taskTypeName,
} from '../../task/index.ts'
import { instant, json, jsonBody, page, pageQuery, projectParam, route, typeParam } from './shapes.ts'

const jsonObject = z.record(z.string(), z.unknown())

export const capabilities = z
  .object({
    durable: z.boolean(),
    delayResolutionMs: z.number(),
    orderByKey: z.boolean(),
    peek: z.boolean(),
    /** Whether `GET /tasks/{id}` finds a task that waits there. */
    find: z.boolean(),
    /** Whether `uniqueKey` of a task is honoured. */
    unique: z.boolean(),
    /** Whether one waiting task can be taken back. */
    cancel: z.boolean(),
    purge: z.boolean(),
    purgesDelayed: z.boolean(),
    stats: z.record(z.string(), z.enum(['exact', 'estimated', 'unsupported'])),
    /** Why it cannot, by the name of what it cannot. */
    why: z.record(z.string(), z.string()).optional(),
  })
  .openapi('Capabilities')

/** What a kind has beside its address. */
const backendOptions = z
  .strictObject({
    /** RabbitMQ. */
    managementUrl: secretRef.optional(),
    /** RabbitMQ, Redis, Kafka. */
    tls: rabbitmqBackend.shape.tls,
    /** Kafka. */
    sasl: kafkaBackend.shape.sasl,
    replicationFactor: kafkaBackend.shape.replicationFactor,
    partitions: kafkaBackend.shape.partitions.unwrap().optional(),
  })
  .openapi('BackendOptions')

export const backendView = z
  .object({
    name: slug,
    kind: z.string(),
    url: secretRef.nullable(),
    options: backendOptions.nullable(),
    description: z.string(),
    capabilities,
    /** Whether this control plane reaches it now, and if not, why. */
    health: z.object({
      state: z.enum(['connected', 'unreachable', 'unresolved', 'unknown']),
      detail: z.string().nullable(),
    }),
    taskTypes: z.int(),
    createdAt: instant,
    updatedAt: instant,
  })
  .openapi('Backend')
export type BackendView = z.infer<typeof backendView>

const newBackend = z
  .strictObject({
    name: slug,
    kind: z.enum(['postgres', 'rabbitmq', 'redis', 'kafka', 'memory']),
    url: secretRef.optional(),
    options: backendOptions.optional(),
    description: z.string().max(500).default(''),
  })
  .openapi('NewBackend')
const backendPatch = z
  .strictObject({
    url: secretRef.optional(),
    options: backendOptions.nullable().optional(),
    description: z.string().max(500).optional(),
  })
  .openapi('BackendPatch')
const backendParam = z.object({ backend: slug })

export const listBackends = route({
  method: 'get',
  path: '/backends',
  access: 'read',
  tags: ['registry'],
  summary: 'List backends',
  responses: { 200: json(page(backendView), 'All backends') },
})
export const createBackend = route({
  method: 'post',
  path: '/backends',
  access: 'configure',
  tags: ['registry'],
  summary: 'Register a backend',
  request: jsonBody(newBackend),
  responses: { 201: json(backendView, 'Registered') },
})
export const getBackend = route({
  method: 'get',
  path: '/backends/{backend}',
  access: 'read',
  tags: ['registry'],
  summary: 'Read a backend',
  request: { params: backendParam },
  responses: { 200: json(backendView, 'The backend') },
})
export const patchBackend = route({
  method: 'patch',
  path: '/backends/{backend}',
  access: 'configure',
  tags: ['registry'],
  summary: 'Change a backend',
  request: { params: backendParam, ...jsonBody(backendPatch) },
  responses: { 200: json(backendView, 'Changed') },
})
export const deleteBackend = route({
  method: 'delete',
  path: '/backends/{backend}',
  access: 'configure',
  tags: ['registry'],
  summary: 'Remove a backend that no task type uses',
  request: { params: backendParam },
  responses: { 204: { description: 'Removed' } },
})

const taskTypeFields = {
  description: z.string().max(500),
  backend: slug,
  queueName: z.string().min(1).max(200).nullable(),
  retry: retryPolicy,
  timeoutMs: z.int().min(100).max(86_400_000),
  payloadSchema: jsonObject.nullable(),
  redactPaths: z.array(z.string().regex(/^(\/[^/]*)+$/, 'expected a JSON Pointer such as "/customer/email"')),
  order: z.enum(['none', 'key']),
  /** Tasks per second over the whole fleet; null means no limit. */
  rateLimit: z.number().positive().nullable(),
}
export const taskTypeView = z
  .object({ name: taskTypeName, ...taskTypeFields, createdAt: instant, updatedAt: instant })
  .openapi('TaskType')
export type TaskTypeView = z.infer<typeof taskTypeView>

const newTaskType = z
  .strictObject({
    name: taskTypeName,
    description: taskTypeFields.description.default(''),
    /** The installation's default backend when left out. */
    backend: slug.optional(),
    queueName: taskTypeFields.queueName.default(null),
    retry: retryPolicy.prefault({}),
    timeoutMs: taskTypeFields.timeoutMs.default(30_000),
    payloadSchema: taskTypeFields.payloadSchema.default(null),
    redactPaths: taskTypeFields.redactPaths.default([]),
    order: taskTypeFields.order.default('none'),
    rateLimit: taskTypeFields.rateLimit.default(null),
  })
  .openapi('NewTaskType')
const taskTypePatch = z.strictObject(taskTypeFields).partial().openapi('TaskTypePatch')
const listQuery = pageQuery.extend({ prefix: z.string().max(100).optional() })

export const listTaskTypes = route({
  method: 'get',
  path: '/task-types',
  access: 'read',
  tags: ['registry'],
  summary: 'List task types by name',
  request: { query: listQuery },
  responses: { 200: json(page(taskTypeView), 'A page') },
})
export const createTaskType = route({
  method: 'post',
  path: '/task-types',
  access: 'configure',
  tags: ['registry'],
  summary: 'Create a task type and declare its queues',
  request: jsonBody(newTaskType),
  responses: { 201: json(taskTypeView, 'Created') },
})
export const getTaskType = route({
  method: 'get',
  path: '/task-types/{type}',
  access: 'read',
  tags: ['registry'],
  summary: 'Read a task type',
  request: { params: typeParam },
  responses: { 200: json(taskTypeView, 'The task type') },
})
export const patchTaskType = route({
  method: 'patch',
  path: '/task-types/{type}',
  access: 'configure',
  tags: ['registry'],
  summary: 'Change a task type',
  request: { params: typeParam, ...jsonBody(taskTypePatch) },
  responses: { 200: json(taskTypeView, 'Changed') },
})
export const stopDraining = route({
  method: 'delete',
  path: '/task-types/{type}/former-queues/{backend}',
  access: 'configure',
  tags: ['registry'],
  summary: 'Take no more from a queue that the type has left',
  request: { params: typeParam.extend(backendParam.shape) },
  responses: { 204: { description: 'Consumers leave it; what waits there stays' } },
})
export const deleteTaskType = route({
  method: 'delete',
  path: '/task-types/{type}',
  access: 'configure',
  tags: ['registry'],
  summary: 'Remove a task type without assignments and without tasks',
  request: { params: typeParam },
  responses: { 204: { description: 'Removed' } },
})

export const projectView = z
  .object({
    name: slug,
    description: z.string(),
    revision: z.int(),
    produces: z.int(),
    consumes: z.int(),
    instances: z.object({ live: z.int(), stale: z.int() }),
    createdAt: instant,
    updatedAt: instant,
  })
  .openapi('Project')
export type ProjectView = z.infer<typeof projectView>
const newProject = z
  .strictObject({ name: slug, description: z.string().max(500).default('') })
  .openapi('NewProject')
const projectPatch = z.strictObject({ description: z.string().max(500).optional() }).openapi('ProjectPatch')

export const listProjects = route({
  method: 'get',
  path: '/projects',
  access: 'read',
  tags: ['registry'],
  summary: 'List projects by name',
  request: { query: listQuery },
  responses: { 200: json(page(projectView), 'A page') },
})
export const createProject = route({
  method: 'post',
  path: '/projects',
  access: 'configure',
  tags: ['registry'],
  summary: 'Create a project',
  request: jsonBody(newProject),
  responses: { 201: json(projectView, 'Created') },
})
export const getProject = route({
  method: 'get',
  path: '/projects/{project}',
  access: 'read',
  tags: ['registry'],
  summary: 'Read a project',
  request: { params: projectParam },
  responses: { 200: json(projectView, 'The project') },
})
export const patchProject = route({
  method: 'patch',
  path: '/projects/{project}',
  access: 'configure',
  tags: ['registry'],
  summary: 'Change a project',
  request: { params: projectParam, ...jsonBody(projectPatch) },
  responses: { 200: json(projectView, 'Changed') },
})
export const deleteProject = route({
  method: 'delete',
  path: '/projects/{project}',
  access: 'configure',
  tags: ['registry'],
  summary: 'Remove a project without assignments and live instances',
  request: { params: projectParam },
  responses: { 204: { description: 'Removed' } },
})
