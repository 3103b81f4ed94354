/** Assignments: which project produces or consumes which type; revisions, change sets, roll-outs. */
import { z } from '@hono/zod-openapi'
import { handlerConfig, slug, taskConfig, taskTypeName } from '../../task/index.ts'
import { instant, json, jsonBody, page, pageQuery, projectParam, route } from './shapes.ts'

export const producerAssignment = z
  .strictObject({ role: z.literal('producer'), type: taskTypeName })
  .openapi('ProducerAssignment')
export const consumerAssignment = z
  .strictObject({
    role: z.literal('consumer'),
    type: taskTypeName,
    /** Tasks that one instance runs at once. */
    workers: z.int().min(1).max(1_000),
    handler: handlerConfig,
    paused: z.boolean().default(false),
    /** Tasks per second over all instances of the project; null means no limit. */
    rateLimit: z.number().positive().nullable().default(null),
  })
  .openapi('ConsumerAssignment')
export const assignment = z
  .discriminatedUnion('role', [producerAssignment, consumerAssignment])
  .openapi('Assignment')
export type Assignment = z.infer<typeof assignment>

export const assignmentSet = z
  .object({ project: slug, revision: z.int(), assignments: z.array(assignment) })
  .openapi('AssignmentSet')
export type AssignmentSet = z.infer<typeof assignmentSet>
const reason = z.string().trim().min(1, 'expected a reason').max(500)

const ifMatch = z.object({
  'if-match': z
    .string()
    .optional()
    .openapi({ description: 'The ETag that was read. Left out: 428. Stale: 412.' }),
})
const optionalIfMatch = z.object({
  'if-match': z
    .string()
    .optional()
    .openapi({ description: 'The ETag that was read. Left out: whatever stands. Stale: 412.' }),
})
const etag = { ETag: { schema: { type: 'string' as const }, description: 'The revision, quoted' } }

/** Everybody's assignments in one answer, for the console's lenses. */
export const listAssignments = route({
  method: 'get',
  path: '/assignments',
  access: 'read',
  tags: ['assignments'],
  summary: 'Assignments of all projects',
  request: { query: z.object({ type: z.string().optional(), project: z.string().optional() }) },
  responses: { 200: json(z.object({ items: z.array(assignmentSet) }), 'A set per project, by name') },
})
export const getAssignments = route({
  method: 'get',
  path: '/projects/{project}/assignments',
  access: 'read',
  tags: ['assignments'],
  summary: "Read a project's assignments",
  request: { params: projectParam },
  responses: { 200: { ...json(assignmentSet, 'The current revision'), headers: etag } },
})
export const putAssignments = route({
  method: 'put',
  path: '/projects/{project}/assignments',
  access: 'configure',
  tags: ['assignments'],
  summary: "Save a project's assignments as a new revision",
  request: {
    params: projectParam,
    headers: ifMatch,
    ...jsonBody(
      z.strictObject({ assignments: z.array(assignment).max(2_000), reason }).openapi('SaveAssignments'),
    ),
  },
  responses: {
    200: { ...json(assignmentSet, 'The new revision'), headers: etag },
    412: json(z.unknown(), 'Stale; the newer revision is in `current`'),
  },
})

export const assignmentDiff = z
  .object({
    role: z.enum(['producer', 'consumer']),
    type: taskTypeName,
    change: z.enum(['added', 'removed', 'changed']),
    // `.nullable()` would make the shared component itself nullable.
    before: z.union([assignment, z.null()]),
    after: z.union([assignment, z.null()]),
    /** In words: "consume email.send: workers 4 → 8". */
    summary: z.string(),
  })
  .openapi('AssignmentDiff')
export type AssignmentDiff = z.infer<typeof assignmentDiff>

export const revisionView = z
  .object({
    project: slug,
    number: z.int(),
    author: z.string(),
    reason: z.string(),
    createdAt: instant,
    rollbackOf: z.int().nullable(),
    changeSetId: z.string().nullable(),
    assignments: z.array(assignment),
    /** Against the revision before. */
    diff: z.array(assignmentDiff),
  })
  .openapi('Revision')
export type RevisionView = z.infer<typeof revisionView>

export const listRevisions = route({
  method: 'get',
  path: '/projects/{project}/revisions',
  access: 'read',
  tags: ['assignments'],
  summary: 'Revisions, newest first',
  request: { params: projectParam, query: pageQuery },
  responses: { 200: json(page(revisionView), 'A page') },
})
const revisionParam = projectParam.extend({
  number: z.coerce
    .number()
    .int()
    .min(0)
    .openapi({ param: { name: 'number', in: 'path', required: true } }),
})
export const rollbackRevision = route({
  method: 'post',
  path: '/projects/{project}/revisions/{number}/rollback',
  access: 'configure',
  tags: ['assignments'],
  summary: 'Bring back a revision as a new one',
  request: {
    params: revisionParam,
    headers: optionalIfMatch,
    ...jsonBody(z.strictObject({ reason }).openapi('Rollback')),
  },
  responses: { 200: json(assignmentSet, 'The new revision') },
})

export const rolloutView = z
  .object({
    project: slug,
    desiredRevision: z.int(),
    savedAt: instant.nullable(),
    live: z.int(),
    applied: z.int(),
    instances: z.array(
      z.object({
        id: z.string(),
        host: z.string(),
        pid: z.int(),
        appliedRevision: z.int(),
        current: z.boolean(),
        lastSeenAt: instant,
        lost: z.boolean(),
      }),
    ),
  })
  .openapi('Rollout')
export type RolloutView = z.infer<typeof rolloutView>
export const getRollout = route({
  method: 'get',
  path: '/projects/{project}/rollout',
  access: 'read',
  tags: ['assignments'],
  summary: 'Desired revision against what each live instance has applied',
  request: { params: projectParam },
  responses: { 200: json(rolloutView, 'The roll-out') },
})

const projectEdit = z
  .strictObject({ project: slug, assignments: z.array(assignment).max(2_000) })
  .openapi('ProjectEdit')
const changeSetBody = z.strictObject({
  /** The revision of each edited project that was read. */
  base: z.record(slug, z.int().min(0)),
  /** The wanted assignments of each edited project, whole. */
  edits: z.array(projectEdit).min(1).max(500),
  strategy: z.enum(['switch']).default('switch'),
})
export const impact = z
  .object({
    type: taskTypeName,
    workersBefore: z.int(),
    workersAfter: z.int(),
    /** Tasks ready and delayed at the last sample; null when unknown. */
    waiting: z.number().nullable(),
    producers: z.array(slug),
    consumersAfter: z.array(slug),
  })
  .openapi('Impact')
export const warning = z
  .object({
    level: z.enum(['danger', 'caution']),
    code: z.enum([
      'orphaned',
      'handler-changes',
      'no-live-instance',
      'unresolved-secret',
      'unknown-handler',
      'no-producer',
    ]),
    project: slug.nullable(),
    type: taskTypeName.nullable(),
    message: z.string(),
  })
  .openapi('Warning')
export const changeSetPreview = z
  .object({
    projects: z.array(
      z.object({
        project: slug,
        fromRevision: z.int(),
        toRevision: z.int(),
        diff: z.array(assignmentDiff),
        liveInstances: z.int(),
      }),
    ),
    impact: z.array(impact),
    warnings: z.array(warning),
  })
  .openapi('ChangeSetPreview')
export type ChangeSetPreview = z.infer<typeof changeSetPreview>
export const changeSetView = z
  .object({
    id: z.uuid(),
    author: z.string(),
    reason: z.string(),
    strategy: z.string(),
    createdAt: instant,
    rolledBackBy: z.uuid().nullable(),
    projects: z.array(
      z.object({
        project: slug,
        revision: z.int(),
        diff: z.array(assignmentDiff),
        live: z.int(),
        applied: z.int(),
      }),
    ),
  })
  .openapi('ChangeSet')
export type ChangeSetView = z.infer<typeof changeSetView>
const changeSetParam = z.object({ id: z.uuid().openapi({ param: { name: 'id', in: 'path' } }) })
export const previewChangeSet = route({
  method: 'post',
  path: '/change-sets/preview',
  access: 'configure',
  tags: ['assignments'],
  summary: 'Diff, impact and warnings of edits, without saving',
  request: jsonBody(changeSetBody.openapi('ChangeSetDraft')),
  responses: { 200: json(changeSetPreview, 'The preview') },
})
export const createChangeSet = route({
  method: 'post',
  path: '/change-sets',
  access: 'configure',
  tags: ['assignments'],
  summary: 'Save edits to several projects as one',
  request: jsonBody(changeSetBody.extend({ reason }).openapi('NewChangeSet')),
  responses: { 201: json(changeSetView, 'Saved; a stale base answers 412 with `current`') },
})
export const getChangeSet = route({
  method: 'get',
  path: '/change-sets/{id}',
  access: 'read',
  tags: ['assignments'],
  summary: 'Read a change set and its roll-out',
  request: { params: changeSetParam },
  responses: { 200: json(changeSetView, 'The change set') },
})
export const rollbackChangeSet = route({
  method: 'post',
  path: '/change-sets/{id}/rollback',
  access: 'configure',
  tags: ['assignments'],
  summary: 'Undo a change set as a new one; 412 when a project has moved on',
  request: { params: changeSetParam, ...jsonBody(z.strictObject({ reason }).openapi('ChangeSetRollback')) },
  responses: { 201: json(changeSetView, 'The change set that undoes it') },
})

export const getConfig = route({
  method: 'get',
  path: '/projects/{project}/config',
  access: 'worker',
  tags: ['workers'],
  summary: "The worker's configuration document",
  request: {
    params: projectParam,
    query: z.object({ wait: z.coerce.number().int().min(0).max(60).optional() }),
    headers: z.object({ 'if-none-match': z.string().optional() }),
  },
  responses: {
    200: {
      ...json(taskConfig, 'The document'),
      headers: { ETag: { schema: { type: 'string' as const }, description: 'Hash of the document' } },
    },
    304: { description: 'Not modified' },
  },
})
