/**
 * One delivery's way through the consumer, in small steps:
 * 1. prepare: decode it, see that it is due, not expired, and valid;
 * 2. execute: run the handler within its time;
 * 3. settle: acknowledge, store the next attempt, or store the dead letter;
 * 4. where settling fails, give it back, so that another attempt can be made: at least once, never lost.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Delivery } from '../backends/backend.ts'
import type { RetryPolicy } from '../config.ts'
import { isTaskError } from '../errors.ts'
import type { Logger } from '../logger.ts'
import type { PayloadCheck } from '../publish/payload-schema.ts'
import type { ConsumerStats } from './consumer-stats.ts'
import { execute } from './execute.ts'
import { type ReadMessage, writeMessage } from './message.ts'
import { prepare } from './prepare.ts'
import { type Settled, type SettleTools, settle, settleMalformed } from './settle.ts'
import { asError, type Run, type Verdict } from './verdict.ts'

/** What applies to tasks that begin now. */
export interface RunSettings {
  readonly type: string
  readonly timeoutMs: number
  readonly retry: RetryPolicy
  readonly run: Run
  readonly check: PayloadCheck | null
}

export interface RunTools extends SettleTools {
  readonly stats: ConsumerStats
  readonly logger: Logger
}

/** A task that runs, as the console shows it. */
export interface RunningTask {
  readonly taskId: string
  readonly attempt: number
  readonly startedAt: Date
}

export interface DeliveryRun {
  /** Resolves when the handler has ended, or was never begun: its worker is free. Never rejects. */
  readonly handled: Promise<void>
  /** Resolves when the delivery is settled or given back; never rejects. */
  readonly ended: Promise<void>
  /** null while the handler does not run. */
  running(): RunningTask | null
  /** Gives up waiting for the handler; the task goes back to its queue. */
  abandon(): void
}

export function runDelivery(delivery: Delivery, settings: RunSettings, tools: RunTools): DeliveryRun {
  let running: RunningTask | null = null
  let abandoned = false
  let stop = () => {}
  const handled = Promise.withResolvers<void>()

  async function run(): Promise<void> {
    const startedAt = tools.now()
    const prepared = prepare(delivery, {
      type: settings.type,
      check: settings.check,
      now: startedAt,
      newId: tools.newId,
    })
    if (prepared.kind === 'early') return delivery.retry(delivery.envelope, prepared.dueAt)
    if (prepared.kind === 'malformed')
      return tools.stats.count(await settleMalformed(delivery, settings.type, prepared.error, tools))
    const verdict =
      prepared.kind === 'decided' ? prepared.verdict : await executed(prepared.message, startedAt)
    handled.resolve()
    if (verdict === null) return delivery.release()
    const attempt = { delivery, message: prepared.message, startedAt }
    const settled = await settle(attempt, verdict, settings.retry, tools)
    tools.stats.count(settled)
    logEnd(settled, verdict, prepared.message, tools.logger)
  }

  async function executed(message: ReadMessage, startedAt: Date): Promise<Verdict | null> {
    if (abandoned) return null
    const { task, body } = message
    const begunMs = performance.now()
    const execution = execute(
      settings.run,
      { task, message: () => writeMessage(task, body) },
      settings.timeoutMs,
    )
    stop = execution.abandon
    running = { taskId: task.id, attempt: task.attempt, startedAt }
    const verdict = await execution.verdict
    running = null
    if (verdict.kind === 'abandoned') return null
    tools.stats.ran(verdict, performance.now() - begunMs, tools.now().getTime())
    return verdict
  }

  async function runOrGiveBack(): Promise<void> {
    try {
      await run()
    } catch (error) {
      if (isLost(error)) tools.stats.lost()
      await giveBack(delivery, error, tools.logger, () => abandoned)
    } finally {
      handled.resolve()
    }
  }

  return {
    handled: handled.promise,
    ended: runOrGiveBack(),
    running: () => running,
    abandon() {
      abandoned = true
      stop()
    },
  }
}

function logEnd(settled: Settled, verdict: Verdict, { task }: ReadMessage, logger: Logger): void {
  const fields = { type: task.type, taskId: task.id, attempt: task.attempt }
  if (verdict.kind === 'done') logger.debug(fields, 'task done')
  else
    logger.info(
      { ...fields, error: verdict.failure.error.message },
      settled === 'dead' ? 'task dead' : 'task failed, will be tried again',
    )
}

const FIRST_WAIT_MS = 200
const LONGEST_WAIT_MS = 10_000

/** It had the task too long without a word: by now another consumer has it, or has run it. */
function isLost(error: unknown): boolean {
  return isTaskError(error) && error.code === 'delivery-lost'
}

/** Another consumer has it, or will get it: there is nothing to give back. */
function isGone(error: unknown): boolean {
  return isTaskError(error) && (error.code === 'delivery-lost' || error.code === 'closed')
}

/**
 * A lease is renewed as long as this process lives, so a delivery that could not be settled would wait for ever:
 * it is given back as soon as the broker takes it. Not at once: what fails for a lasting reason comes right back.
 */
async function giveBack(
  delivery: Delivery,
  failure: unknown,
  logger: Logger,
  stopped: () => boolean,
): Promise<void> {
  const taskId = delivery.envelope.attributes.id
  logger.error({ taskId, error: asError(failure).message }, 'task could not be settled')
  let error = failure
  for (let waitMs = FIRST_WAIT_MS; !isGone(error); waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)) {
    if (!stopped()) await sleep(waitMs)
    try {
      return await delivery.release()
    } catch (thrown) {
      error = thrown
    }
    if (stopped()) break
  }
  logger.warn({ taskId, error: asError(error).message }, 'task left to the broker')
}
