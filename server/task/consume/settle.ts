/**
 * From a verdict to the backend. What a task leaves behind is durable before its delivery is removed: a crash in
 * between gives a duplicate, never a loss.
 *
 * 1. `done`: the outcome where one is wanted, then the acknowledgement.
 * 2. `retry`: the policy decides; either the next attempt is stored, or the task is dead (`exhausted`, `timeout`,
 *    `rejected` by its code).
 * 3. `dead`: the outcome where one is wanted, then the dead letter.
 */
import type { Backend, Delivery, Envelope } from '../backends/backend.ts'
import type { RetryPolicy } from '../config.ts'
import { decideRetry } from '../retry/decide-retry.ts'
import { failureCodes } from '../retry/failure-codes.ts'
import type { DeadInfo, DeadReason, Outcome, Task } from '../task.ts'
import { makeDeadLetter } from '../wire/dead-letter.ts'
import { encodeOutcome, OUTCOMES_QUEUE } from '../wire/outcome.ts'
import { cut } from '../wire/truncate.ts'
import { isTimeout } from './execute.ts'
import { type FailedAttempt, withFailures } from './failure-history.ts'
import { type ReadMessage, unreadable, writeMessage } from './message.ts'
import type { Failure, Verdict } from './verdict.ts'

export type Settled = 'succeeded' | 'retried' | 'dead'

/** Who runs tasks, under which configuration. */
export interface Identity {
  readonly project: string
  readonly instance: string
  readonly revision: number
}

export interface SettleTools {
  readonly backend: Backend
  readonly now: () => Date
  /** In [0, 1). */
  readonly random: () => number
  readonly newId: () => string
  readonly identity: () => Identity
}

/** One attempt at a task. */
export interface Attempt {
  readonly delivery: Delivery
  readonly message: ReadMessage
  readonly startedAt: Date
}

interface Death {
  readonly reason: DeadReason
  readonly failure: Failure
}

export async function settle(
  attempt: Attempt,
  verdict: Verdict,
  policy: RetryPolicy,
  tools: SettleTools,
): Promise<Settled> {
  if (verdict.kind === 'done') return acknowledge(attempt, tools)
  if (verdict.kind === 'dead') return bury(attempt, verdict, tools)
  const { task, failures, body } = attempt.message
  const now = tools.now()
  const decision = decideRetry(policy, task.attempt, now, tools.random, {
    ...(task.maxAttempts === undefined ? {} : { maxAttempts: task.maxAttempts }),
    ...(verdict.afterMs === undefined ? {} : { afterMs: verdict.afterMs }),
    ...(policy.byCode === undefined ? {} : { codes: failureCodes(verdict.failure) }),
  })
  if (decision.kind === 'dead') {
    const timedOut = decision.reason === 'exhausted' && isTimeout(verdict.failure.error)
    const reason = timedOut ? 'timeout' : decision.reason
    return bury(attempt, { reason, failure: verdict.failure }, tools)
  }
  const next = writeMessage({ ...task, attempt: decision.attempt }, body)
  const history = [...failures, failedAttempt(now, verdict.failure.error)]
  await attempt.delivery.retry(withFailures(next, history), decision.dueAt)
  return 'retried'
}

/** A message that is no task: dead with its bytes, at once. */
export async function settleMalformed(
  delivery: Delivery,
  type: string,
  error: Error,
  tools: SettleTools,
): Promise<Settled> {
  const letter = unreadable(delivery.envelope, { type, id: tools.newId(), now: tools.now() })
  await sendDead(delivery, letter, { reason: 'malformed', failure: { error } }, [], tools)
  return 'dead'
}

async function acknowledge(attempt: Attempt, tools: SettleTools): Promise<Settled> {
  if (wantsOutcome(attempt.message.task)) await sendOutcome(attempt, { result: 'succeeded' }, tools)
  await attempt.delivery.ack()
  return 'succeeded'
}

async function bury(attempt: Attempt, death: Death, tools: SettleTools): Promise<Settled> {
  const error = cut(death.failure.error.message, 1_000)
  const { task, body, failures } = attempt.message
  if (wantsOutcome(task))
    await sendOutcome(attempt, { result: 'dead', deadReason: death.reason, error }, tools)
  await sendDead(attempt.delivery, writeMessage(task, body), death, failures, tools)
  return 'dead'
}

function wantsOutcome(task: Task): boolean {
  return task.tracked || task.replayId !== undefined
}

async function sendOutcome(
  { message: { task }, startedAt }: Attempt,
  ending: Pick<Outcome, 'result' | 'deadReason' | 'error'>,
  tools: SettleTools,
): Promise<void> {
  const { project, instance } = tools.identity()
  const envelope = encodeOutcome({
    taskId: task.id,
    type: task.type,
    ...(task.replayId === undefined ? {} : { replayId: task.replayId }),
    ...ending,
    attempt: task.attempt,
    startedAt: startedAt.toISOString(),
    endedAt: tools.now().toISOString(),
    project,
    instance,
  })
  await tools.backend.publish([{ queue: OUTCOMES_QUEUE, envelope }])
}

function failedAttempt(now: Date, error: Error): FailedAttempt {
  return { at: now.toISOString(), error: `${error.name}: ${error.message}` }
}

async function sendDead(
  delivery: Delivery,
  message: Envelope,
  { reason, failure }: Death,
  earlier: readonly FailedAttempt[],
  tools: SettleTools,
): Promise<void> {
  const now = tools.now()
  const { error, response } = failure
  const attempts = [...earlier, failedAttempt(now, error)]
  const info: DeadInfo = {
    error: {
      name: error.name,
      message: error.message,
      ...(error.stack === undefined ? {} : { stack: error.stack }),
    },
    ...(response === undefined ? {} : { response }),
    attempts,
    firstFailedAt: attempts[0]?.at ?? now.toISOString(),
    failedAt: now.toISOString(),
    ...tools.identity(),
  }
  await delivery.dead(makeDeadLetter(message, { deadId: tools.newId(), reason, info }))
}
