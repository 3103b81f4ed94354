/**
 * An outcome on its way through the reserved queue `<namespace>.outcomes`: how a tracked or replayed task ended.
 * Sent before the task is acknowledged, so it may come twice; the reader stores it by task id and replay id.
 */
import { z } from 'zod'
import type { Envelope, QueueSpec } from '../backends/backend.ts'
import { TaskError } from '../errors.ts'
import { DEAD_REASONS, type Outcome } from '../task.ts'
import { JSON_TYPE, parseJson } from './content.ts'

/** The reserved queue; its name is no possible task type. */
export const OUTCOMES_QUEUE: QueueSpec = { type: 'outcomes' }

const OUTCOME_TYPE = 'signalbox.outcome'

const outcomeSchema = z.object({
  taskId: z.string().min(1),
  type: z.string().min(1),
  replayId: z.string().optional(),
  result: z.enum(['succeeded', 'dead']),
  attempt: z.int().min(1),
  deadReason: z.enum(DEAD_REASONS).optional().catch(undefined),
  error: z.string().optional(),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime(),
  project: z.string(),
  instance: z.string(),
})

export function encodeOutcome(outcome: Outcome): Envelope {
  const id = outcome.replayId === undefined ? outcome.taskId : `${outcome.taskId}/${outcome.replayId}`
  return {
    attributes: {
      specversion: '1.0',
      id,
      type: OUTCOME_TYPE,
      source: `/projects/${outcome.project}`,
      time: outcome.endedAt,
      datacontenttype: JSON_TYPE,
    },
    body: Buffer.from(JSON.stringify(outcome)),
  }
}

/** @throws TaskError `message-malformed` */
export function decodeOutcome(envelope: Envelope): Outcome {
  const result = outcomeSchema.safeParse(parseJson(envelope.body, 'outcome'))
  if (result.success) return result.data
  const issue = result.error.issues[0]
  throw new TaskError('message-malformed', `outcome: ${issue?.message} at /${issue?.path.join('/')}`)
}
