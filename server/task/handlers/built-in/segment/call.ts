/** Makes one call of Segment's HTTP tracking API; `messageId` lets Segment drop what it has seen. */
import type { Job, Run } from '../../../consume/verdict.ts'
import type { BuiltInTools } from '../built-in.ts'
import { callService } from '../call-service.ts'
import { idempotencyKey } from '../idempotency-key.ts'
import { verdictByStatus } from '../service-verdict.ts'
import type { SegmentOptions } from './options.ts'

const SERVICE = 'Segment'
/** Malformed, or larger than Segment's 32 KB. A wrong write key (401) is the configuration's fault. */
const REJECTED = new Set([400, 413])

/** @param call the last part of the address, such as "track" */
export function segmentRun(call: string) {
  return ({ writeKey, apiUrl }: SegmentOptions, tools: BuiltInTools): Run => {
    const url = `${apiUrl.replace(/\/$/, '')}/${call}`
    const authorization = `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}`
    return async (job) => {
      const answer = await callService(
        {
          ...{ service: SERVICE, url, method: 'POST', signal: job.signal },
          headers: { 'content-type': 'application/json', authorization },
          body: bodyOf(job),
        },
        tools,
      )
      return verdictByStatus({ service: SERVICE, answer }, REJECTED, tools.now())
    }
  }
}

/** It happened when the task was published, whenever it is told. */
function bodyOf({ task }: Job): string {
  const payload = task.payload as Readonly<Record<string, unknown>>
  return JSON.stringify({ timestamp: task.time.toISOString(), ...payload, messageId: idempotencyKey(task) })
}
