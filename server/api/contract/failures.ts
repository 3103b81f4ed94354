/** The failure archive: dead tasks of every backend, searched, read and put away in one place. */
import { z } from '@hono/zod-openapi'
import { DEAD_REASONS, slug, taskTypeName } from '../../task/index.ts'
import { instant, json, jsonBody, page, pageQuery, route } from './shapes.ts'

export const failureStatus = z.enum(['dead', 'replaying', 'replayed', 'archived']).openapi('FailureStatus')
export const deadReason = z.enum(DEAD_REASONS).openapi('DeadReason')

/** One value, or several as `type=a&type=b`. */
const oneOrMore = <T extends z.ZodType<string>>(value: T) =>
  z.union([value.transform((one) => [one]), z.array(value).max(50)])

/** What narrows a list of failures; also the frozen selection of a replay. All parts must hold. */
const filterShape = {
  type: oneOrMore(taskTypeName).optional(),
  /** Whose worker it died in. */
  project: oneOrMore(slug).optional(),
  reason: oneOrMore(deadReason).optional(),
  /** A fingerprint: failures of one cause share it. */
  group: z.string().min(1).max(64).optional(),
  /** A substring of the error, the target's answer or the payload; case does not matter. */
  q: z.string().min(1).max(200).optional(),
  /** Failed at or after. */
  from: instant.optional(),
  /** Failed before. */
  to: instant.optional(),
  /** Id of the task; it may have died more than once. */
  taskId: z.string().min(1).max(200).optional(),
  /** Id of a replay: tasks that died again in it. */
  replay: z.uuid().optional(),
}
export const failureFilter = z.strictObject(filterShape).openapi('FailureFilter')
export type FailureFilter = z.infer<typeof failureFilter>

export const failureSummary = z
  .object({
    /** Of this death (`deadid`); a task that dies again has another. */
    id: z.string(),
    taskId: z.string(),
    type: taskTypeName,
    backend: slug,
    project: z.string().nullable(),
    instance: z.string().nullable(),
    revision: z.int().nullable(),
    reason: deadReason,
    group: z.string(),
    error: z.object({ name: z.string(), message: z.string() }),
    /** HTTP status of the target's answer; null when there was none. */
    responseStatus: z.int().nullable(),
    attempts: z.int(),
    status: failureStatus,
    firstFailedAt: instant,
    failedAt: instant,
    /** The replay that selected it last. */
    replayId: z.string().nullable(),
    /** The replay in which it died again. */
    diedInReplay: z.string().nullable(),
  })
  .openapi('FailureSummary')
export type FailureSummary = z.infer<typeof failureSummary>

export const failureView = failureSummary
  .extend({
    error: z.object({ name: z.string(), message: z.string(), stack: z.string().nullable() }),
    /** What the target answered last, truncated; null when there was no answer. */
    response: z.object({ status: z.int(), body: z.string() }).nullable(),
    /** Failed attempts, oldest first; a long history keeps its ends. */
    timeline: z.array(z.object({ at: instant, error: z.string() })),
    contentType: z.string(),
    attributes: z.record(z.string(), z.string()),
    /** The decoded payload where it is JSON, with what the type redacts hidden; else null. */
    payload: z.unknown(),
    /** The payload as text, when it is not JSON but text; null for binary. */
    text: z.string().nullable(),
    payloadBytes: z.int(),
    /** Whether something of the payload is hidden here: an edit then starts from what is shown, not from the original. */
    redacted: z.boolean(),
    storedAt: instant,
    archived: z.object({ at: instant, by: z.string(), reason: z.string() }).nullable(),
    /** Every replay that took this failure, newest first. */
    replays: z.array(
      z.object({ id: z.string(), state: z.string(), detail: z.string().nullable(), at: instant.nullable() }),
    ),
    /** Other deaths of the same task, newest first. */
    otherDeaths: z.array(z.object({ id: z.string(), failedAt: instant, status: failureStatus })),
  })
  .openapi('Failure')
export type FailureView = z.infer<typeof failureView>

export const count = z
  .object({
    value: z.int(),
    /** True: there are at least so many. */
    capped: z.boolean(),
  })
  .openapi('Count')

const facet = (value: z.ZodType) => z.array(z.object({ value, count }))
export const failureFacets = z
  .object({
    /** Under the filter, all statuses. */
    statuses: facet(failureStatus),
    /** Under the filter and the status. */
    reasons: facet(deadReason),
    types: facet(z.string()),
    projects: facet(z.string()),
    total: count,
    /** When it was counted: as `frozenAt` of a selection it leaves out what came later. */
    readAt: instant,
  })
  .openapi('FailureFacets')
export type FailureFacets = z.infer<typeof failureFacets>

export const failureGroup = z
  .object({
    group: z.string(),
    error: z.object({ name: z.string(), message: z.string() }),
    count: z.int(),
    types: z.array(z.string()),
    projects: z.array(z.string()),
    reasons: z.array(deadReason),
    firstFailedAt: instant,
    lastFailedAt: instant,
    /** Deaths per hour over the last 24 hours, oldest first. */
    trend: z.array(z.int()),
  })
  .openapi('FailureGroup')
export type FailureGroup = z.infer<typeof failureGroup>

const query = { ...filterShape, status: failureStatus.default('dead') }
const idParam = z.object({ id: z.string().min(1).max(200) })

export const listFailures = route({
  method: 'get',
  path: '/failures',
  access: 'read',
  tags: ['failures'],
  summary: 'Dead tasks, newest first',
  request: { query: pageQuery.extend(query) },
  responses: { 200: json(page(failureSummary), 'Newest first') },
})
export const getFailureFacets = route({
  method: 'get',
  path: '/failure-facets',
  access: 'read',
  tags: ['failures'],
  summary: 'How many failures a filter matches, by status, reason, type and project',
  request: { query: z.object(query) },
  responses: { 200: json(failureFacets, 'Counts; capped ones say so') },
})
export const listFailureGroups = route({
  method: 'get',
  path: '/failure-groups',
  access: 'read',
  tags: ['failures'],
  summary: 'Failures of one cause together, most frequent first',
  request: {
    query: z.object({
      type: query.type,
      project: query.project,
      reason: query.reason,
      status: query.status,
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
  },
  responses: { 200: json(z.object({ items: z.array(failureGroup) }), 'Most frequent first') },
})
export const getFailure = route({
  method: 'get',
  path: '/failures/{id}',
  access: 'read',
  tags: ['failures'],
  summary: 'Read a dead task',
  request: { params: idParam },
  responses: { 200: json(failureView, 'The failure') },
})
const putAwayReason = z.string().trim().max(500).default('')
const changedCount = z.object({ changed: z.int() })
export const archiveFailure = route({
  method: 'post',
  path: '/failures/{id}/archive',
  access: 'operate',
  tags: ['failures'],
  summary: 'Put a dead task away; it can be restored',
  request: { params: idParam, ...jsonBody(z.strictObject({ reason: putAwayReason }).openapi('Archive')) },
  responses: { 200: json(failureView, 'Archived') },
})
export const restoreFailure = route({
  method: 'delete',
  path: '/failures/{id}/archive',
  access: 'operate',
  tags: ['failures'],
  summary: 'Bring an archived task back to the dead ones',
  request: { params: idParam },
  responses: { 200: json(failureView, 'Restored') },
})

/** By ids, or by a filter with the instant at which it was looked at: what came later is left out. */
export const failureSelection = z
  .union([
    z.strictObject({ ids: z.array(z.string().min(1).max(200)).min(1).max(1_000) }),
    z.strictObject({ filter: failureFilter, frozenAt: instant.optional() }),
  ])
  .openapi('FailureSelection')
export type FailureSelection = z.infer<typeof failureSelection>

const bulk = z.strictObject({ selection: failureSelection, reason: putAwayReason })
export const archiveFailures = route({
  method: 'post',
  path: '/failure-archive',
  access: 'operate',
  tags: ['failures'],
  summary: 'Put dead tasks away, by ids or by filter',
  description: 'Touches only tasks that are `dead`. An empty filter is refused.',
  request: jsonBody(bulk.openapi('ArchiveSelection')),
  responses: {
    200: json(
      changedCount.extend({
        archivedAt: instant.openapi({ description: 'To undo exactly this: see restoring.' }),
      }),
      'How many were archived',
    ),
  },
})
export const restoreFailures = route({
  method: 'delete',
  path: '/failure-archive',
  access: 'operate',
  tags: ['failures'],
  summary: 'Bring archived tasks back, by ids or by filter',
  description:
    'With `archivedAt` from the answer to your archiving, and the same selection, it brings back exactly what that put away.',
  request: jsonBody(
    z
      .strictObject({ selection: failureSelection, archivedAt: instant.optional() })
      .openapi('RestoreSelection'),
  ),
  responses: { 200: json(changedCount, 'How many were restored') },
})
