/** Imports one event; `$insert_id` lets Mixpanel drop what it has seen. */
import type { Job, Run } from '../../../consume/verdict.ts'
import type { BuiltInTools } from '../built-in.ts'
import { callService } from '../call-service.ts'
import { idempotencyUuid } from '../idempotency-key.ts'
import { verdictByStatus } from '../service-verdict.ts'
import type { MixpanelOptions } from './options.ts'

const SERVICE = 'Mixpanel'
/** An event that fails its checks, or is too large. */
const REJECTED = new Set([400, 413, 422])

interface Payload {
  readonly event: string
  readonly distinctId: string
  readonly timestamp?: string
  readonly properties?: Readonly<Record<string, unknown>>
}

export function mixpanelRun({ token, apiUrl }: MixpanelOptions, tools: BuiltInTools): Run {
  // Without `strict` it answers 200 to events that it drops.
  const url = `${apiUrl.replace(/\/$/, '')}/import?strict=1`
  const authorization = `Basic ${Buffer.from(`${token}:`).toString('base64')}`
  return async (job) => {
    const answer = await callService(
      {
        ...{ service: SERVICE, url, method: 'POST', signal: job.signal },
        headers: { 'content-type': 'application/json', authorization },
        body: JSON.stringify([eventOf(job)]),
      },
      tools,
    )
    return verdictByStatus({ service: SERVICE, answer }, REJECTED, tools.now())
  }
}

function eventOf({ task }: Job) {
  const { event, distinctId, timestamp, properties } = task.payload as Payload
  const time = timestamp === undefined ? task.time.getTime() : Date.parse(timestamp)
  return {
    event,
    properties: { ...properties, time, distinct_id: distinctId, $insert_id: idempotencyUuid(task) },
  }
}
