/** A batch is taken as a whole, or the error names the tasks that were. */
import { PublishError, TaskError } from '../errors.ts'
import type { Outgoing } from './backend.ts'

/**
 * @throws TaskError what failed, when nothing was accepted
 * @throws PublishError when a part was
 */
export function publishBatch(
  batch: readonly Outgoing[],
  send: (outgoing: Outgoing) => Promise<void>,
): Promise<void> {
  const [only] = batch
  return batch.length === 1 && only !== undefined ? send(only) : publishMany(batch, send)
}

async function publishMany(
  batch: readonly Outgoing[],
  send: (outgoing: Outgoing) => Promise<void>,
): Promise<void> {
  const results = await Promise.allSettled(batch.map(send))
  const failed = results.find((result) => result.status === 'rejected')
  if (failed === undefined) return
  const accepted = batch.filter((_, index) => results[index]?.status === 'fulfilled')
  const reason: unknown = failed.reason
  if (accepted.length === 0) throw reason
  const ids = accepted.map(({ envelope }) => envelope.attributes.id ?? '')
  const message = `${accepted.length} of ${batch.length} tasks were accepted: ${(reason as Error).message}`
  const context = reason instanceof TaskError ? reason.context : {}
  throw new PublishError(message, ids, { cause: reason, context })
}
