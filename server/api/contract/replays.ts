/** Replays: campaigns that send a frozen selection of dead tasks back to work, and what became of each. */
import { z } from '@hono/zod-openapi'
import { count, failureSelection } from './failures.ts'
import { instant, json, jsonBody, page, pageQuery, route } from './shapes.ts'

export const replayState = z
  .enum(['selecting', 'holding', 'running', 'paused', 'settling', 'completed', 'cancelled'])
  .openapi('ReplayState')
export const replayTaskState = z
  .enum(['pending', 'sent', 'succeeded', 'failed-again', 'unknown', 'skipped', 'cancelled'])
  .openapi('ReplayTaskState')

const options = {
  /** Tasks per second over the campaign; without it as fast as the broker confirms. */
  ratePerSecond: z.number().min(0.1).max(10_000).optional(),
  /** Attempts of each replayed task; 1 unless asked otherwise, so that it has a verdict soon. */
  maxAttempts: z.int().min(1).max(100).optional(),
  /** Seconds to wait before the first task is sent; until then cancel undoes everything. */
  holdSeconds: z.int().min(0).max(3_600).optional(),
}

export const newReplay = z
  .strictObject({
    selection: failureSelection,
    /** An edited payload; only with exactly one id. Checked against the type's schema; the original is kept. */
    payload: z.unknown().optional(),
    ...options,
    reason: z.string().trim().max(500).default(''),
    /** Tells what would be sent and sends nothing. */
    dryRun: z.boolean().default(false),
  })
  .openapi('NewReplay')
export type NewReplay = z.infer<typeof newReplay>

/** What a selection holds at this moment. */
export const replayPreview = z
  .object({
    dryRun: z.literal(true),
    frozenAt: instant,
    selected: count,
    types: z.array(z.object({ type: z.string(), count })),
    /** E.g. that no consumer is assigned to a type, or that its queue is paused. */
    warnings: z.array(z.object({ code: z.string(), type: z.string().nullable(), message: z.string() })),
  })
  .openapi('ReplayPreview')
export type ReplayPreview = z.infer<typeof replayPreview>

export const replayProgress = z
  .object({
    /** Null while the selection is being made. */
    selected: z.int().nullable(),
    /** Confirmed by the broker at least once; includes all that have ended. */
    sent: z.int(),
    /** Sent more than once, because a crash left open whether they had been. */
    resent: z.int(),
    succeeded: z.int(),
    failedAgain: z.int(),
    /** Sent, and not ended yet. */
    running: z.int(),
    /** Not sent yet. */
    pending: z.int(),
    skipped: z.int(),
    cancelled: z.int(),
    /** Sent, and nothing will tell how it ended. */
    unknown: z.int(),
  })
  .openapi('ReplayProgress')
export type ReplayProgress = z.infer<typeof replayProgress>

export const replayView = z
  .object({
    id: z.string(),
    state: replayState,
    author: z.string(),
    reason: z.string(),
    selection: failureSelection,
    frozenAt: instant,
    /** Whether a payload was edited. */
    edited: z.boolean(),
    options: z.object({
      ratePerSecond: z.number().nullable(),
      maxAttempts: z.int(),
      holdSeconds: z.int(),
    }),
    progress: replayProgress,
    types: z.array(z.string()),
    holdUntil: instant.nullable(),
    /** What holds it up ("backend main is unreachable"); null when nothing does. */
    waiting: z.string().nullable(),
    createdAt: instant,
    startedAt: instant.nullable(),
    endedAt: instant.nullable(),
  })
  .openapi('Replay')
export type ReplayView = z.infer<typeof replayView>

export const replayTaskView = z
  .object({
    /** Of the failure. */
    deadId: z.string(),
    taskId: z.string(),
    type: z.string(),
    state: replayTaskState,
    /** Why it was skipped, or how it failed again. */
    detail: z.string().nullable(),
    sentCount: z.int(),
    sentAt: instant.nullable(),
    endedAt: instant.nullable(),
  })
  .openapi('ReplayTask')

const idParam = z.object({ id: z.uuid() })

export const createReplay = route({
  method: 'post',
  path: '/replays',
  access: 'operate',
  tags: ['replays'],
  summary: 'Send dead tasks back to work',
  description:
    "A task keeps its `id`, gets the campaign's `replayid` and `attempt` 1. By ids, all must be `dead`: a replay of an " +
    'unknown (`422`), running or already replayed task (`409`) is refused as a whole. An empty filter is refused.',
  request: jsonBody(newReplay),
  responses: {
    200: json(replayPreview, 'With `dryRun`: what would be sent'),
    202: json(replayView, 'Accepted; it goes on by itself'),
  },
})
export const listReplays = route({
  method: 'get',
  path: '/replays',
  access: 'read',
  tags: ['replays'],
  summary: 'Replays, newest first',
  request: { query: pageQuery.extend({ state: replayState.optional() }) },
  responses: { 200: json(page(replayView), 'Newest first') },
})
export const getReplay = route({
  method: 'get',
  path: '/replays/{id}',
  access: 'read',
  tags: ['replays'],
  summary: 'Read a replay and its progress',
  request: { params: idParam },
  responses: { 200: json(replayView, 'The replay') },
})
export const listReplayTasks = route({
  method: 'get',
  path: '/replays/{id}/tasks',
  access: 'read',
  tags: ['replays'],
  summary: 'What became of each task of a replay',
  request: { params: idParam, query: pageQuery.extend({ state: replayTaskState.optional() }) },
  responses: { 200: json(page(replayTaskView), 'By the id of the failure') },
})

const action = (name: 'pause' | 'resume' | 'cancel', summary: string, description: string) =>
  route({
    method: 'post',
    path: `/replays/{id}/${name}`,
    access: 'operate',
    tags: ['replays'],
    summary,
    request: { params: idParam },
    responses: { 200: json(replayView, description) },
  })
export const pauseReplay = action('pause', 'Send no more for now', 'Paused')
export const resumeReplay = action('resume', 'Go on sending; a held replay begins at once', 'Running')
export const cancelReplay = action(
  'cancel',
  'Send no more; what was not sent is dead again as before',
  'Cancelled',
)
