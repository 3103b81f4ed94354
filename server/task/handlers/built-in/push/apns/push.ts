/** Sends one notification to one device and takes APNs' answer for the result. */
import type { Job, Run } from '../../../../consume/verdict.ts'
import type { BuiltInTools } from '../../built-in.ts'
import { callService } from '../../call-service.ts'
import { idempotencyUuid } from '../../idempotency-key.ts'
import { MintedSecrets } from '../minted-secrets.ts'
import { given, merged, type PushPayload } from '../payload.ts'
import { reasonOf, SERVICE, verdictOf } from './answer.ts'
import type { ApnsOptions } from './options.ts'
import { providerTokens } from './provider-token.ts'

const HOSTS = { production: 'https://api.push.apple.com', sandbox: 'https://api.sandbox.push.apple.com' }

export function apnsRun(options: ApnsOptions, tools: BuiltInTools): Run {
  const tokens = providerTokens(options, tools.now)
  const minted = new MintedSecrets()
  const url = (options.apiUrl ?? HOSTS[options.environment]).replace(/\/$/, '')
  const send = async (job: Job) => {
    const jwt = await tokens.current()
    minted.add(jwt)
    const payload = job.task.payload as PushPayload
    return callService(
      {
        ...{ service: SERVICE, method: 'POST', signal: job.signal },
        url: `${url}/3/device/${payload.token}`,
        headers: { ...headersOf(options, job, tools.now()), authorization: `bearer ${jwt}` },
        body: JSON.stringify(bodyOf(options, payload)),
      },
      tools,
    )
  }
  return minted.keptBy(async (job) => {
    const first = await send(job)
    const renewed = reasonOf(first) === 'ExpiredProviderToken' && tokens.expired()
    return verdictOf(renewed ? await send(job) : first, options, tools.now())
  })
}

/**
 * APNs does not drop what it has seen. The key is its id, and the id under which a device shows it: a second one takes the
 * place of the first.
 */
function headersOf(
  { topic, pushType, expireAfterMs }: ApnsOptions,
  { task }: Job,
  now: Date,
): Record<string, string> {
  const id = idempotencyUuid(task)
  const { headers } = (task.payload as PushPayload).apns ?? {}
  return {
    'content-type': 'application/json',
    'apns-id': id,
    'apns-collapse-id': id,
    'apns-topic': topic,
    'apns-push-type': pushType,
    'apns-priority': pushType === 'background' ? '5' : '10',
    ...(expireAfterMs === undefined ? {} : { 'apns-expiration': expiration(expireAfterMs, now) }),
    ...headers,
  }
}

/** Seconds since 1970; 0 means once. */
function expiration(afterMs: number, now: Date): string {
  return afterMs === 0 ? '0' : String(Math.floor((now.getTime() + afterMs) / 1_000))
}

function bodyOf({ pushType }: ApnsOptions, payload: PushPayload) {
  const { title, message, badge, category, extra, apns } = payload
  const shown = { alert: given({ title, body: message }), ...given({ badge, category }) }
  const aps = pushType === 'background' ? { 'content-available': 1 } : shown
  return merged({ ...extra, aps }, apns?.payload)
}
