/** The dead letter of a task whose consumers ended or lost touch each time they had it. */
import { createHash } from 'node:crypto'
import type { DeadInfo } from '../../task.ts'
import { toBase64Json } from '../../wire/truncate.ts'
import type { Envelope } from '../backend.ts'

/** @param entry names it for ever, so that the same death is archived once */
export function crashLetter(envelope: Envelope, entry: string, deliveries: number, now: Date): Envelope {
  const at = now.toISOString()
  const message = `It was delivered ${deliveries} times and never settled: the processes that took it ended or lost touch.`
  const error = { name: 'ConsumersCrashed', message }
  const attempts = [{ at, error: message }]
  const info: DeadInfo = {
    ...{ error, attempts, firstFailedAt: at, failedAt: at },
    ...{ project: '', instance: '', revision: 0 },
  }
  const deadid = createHash('sha256').update(entry).digest('hex').slice(0, 32)
  const attributes = { ...envelope.attributes, deadid, deadreason: 'crashed', deadinfo: toBase64Json(info) }
  return { attributes, body: envelope.body }
}
