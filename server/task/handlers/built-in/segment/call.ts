/** Makes calls of Segment's HTTP tracking API, several as one batch; `messageId` lets Segment drop what it has seen. */
import type { Job, Run } from '../../../consume/verdict.ts'
import { batchLimits } from '../batch-options.ts'
import { inBatches, REFUSED_AS_ONE } from '../batching.ts'
import type { BuiltInTools } from '../built-in.ts'
import { callService } from '../call-service.ts'
import { idempotencyKey } from '../idempotency-key.ts'
import { verdictByStatus } from '../service-verdict.ts'
import type { SegmentOptions } from './options.ts'

const SERVICE = 'Segment'
/** Malformed, or too large. A wrong write key (401) is the configuration's fault. */
const REJECTED = new Set([400, 413])

/** Segment takes 32 KB for a call and 500 KB for a batch; some of it is what stands around the calls. */
const MESSAGE_BYTES = 32 * 1_024 - 32
const BATCH_BYTES = 500 * 1_024 - 64

/** @param call the last part of the address, such as "track" */
export function segmentRun(call: string) {
  return (options: SegmentOptions, tools: BuiltInTools): Run => {
    const base = options.apiUrl.replace(/\/$/, '')
    const authorization = `Basic ${Buffer.from(`${options.writeKey}:`).toString('base64')}`
    return inBatches({
      service: SERVICE,
      limits: batchLimits(options, { maxBytes: BATCH_BYTES, maxItemBytes: MESSAGE_BYTES }),
      itemOf: bodyOf,
      async runMany(items, signal) {
        const alone = items.length === 1
        const answer = await callService(
          {
            ...{ service: SERVICE, url: `${base}/${alone ? call : 'batch'}`, method: 'POST', signal },
            headers: { 'content-type': 'application/json', authorization },
            body: alone ? (items[0] ?? '') : batchOf(call, items),
          },
          tools,
        )
        if (!alone && REJECTED.has(answer.status)) return REFUSED_AS_ONE
        return items.map(() => verdictByStatus({ service: SERVICE, answer }, REJECTED, tools.now()))
      },
    })
  }
}

/** In a batch each call says what it is. An item is an object that has a field at least. */
function batchOf(call: string, items: readonly string[]): string {
  return `{"batch":[${items.map((item) => `{"type":"${call}",${item.slice(1)}`).join(',')}]}`
}

/** It happened when the task was published, whenever it is told. */
function bodyOf({ task }: Job): string {
  const payload = task.payload as Readonly<Record<string, unknown>>
  return JSON.stringify({ timestamp: task.time.toISOString(), ...payload, messageId: idempotencyKey(task) })
}
