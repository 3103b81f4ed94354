/** Sends one push with Airship's API v3 and takes its answer for the result. */
import type { Job, Run, Verdict } from '../../../../consume/verdict.ts'
import type { BuiltInTools } from '../../built-in.ts'
import { callService, type ServiceAnswer } from '../../call-service.ts'
import { idempotencyUuid } from '../../idempotency-key.ts'
import { rejected, verdictByStatus } from '../../service-verdict.ts'
import { MintedSecrets } from '../minted-secrets.ts'
import { asStrings, given, merged, type PushPayload } from '../payload.ts'
import { unregistered } from '../unregistered.ts'
import type { AirshipOptions } from './options.ts'

const SERVICE = 'Airship'
/** The push as such; what is wrong with keys and rights can be put right. */
const REJECTED = new Set([400, 413])

export function airshipRun(options: AirshipOptions, tools: BuiltInTools): Run {
  const authorization = authorizationOf(options)
  const minted = new MintedSecrets()
  minted.add(authorization.replace(/^\w+ /, ''))
  return minted.keptBy(async (job) => {
    const answer = await callService(
      {
        ...{ service: SERVICE, method: 'POST', signal: job.signal },
        url: `${options.apiUrl.replace(/\/$/, '')}/api/push`,
        headers: {
          'content-type': 'application/json',
          accept: 'application/vnd.urbanairship+json; version=3',
          'x-ua-appkey': options.appKey,
          authorization,
        },
        body: JSON.stringify(requestOf(options, job)),
      },
      tools,
    )
    return verdictOf(answer, tools.now())
  })
}

function authorizationOf({ appKey, masterSecret, bearerToken }: AirshipOptions): string {
  if (bearerToken !== undefined) return `Bearer ${bearerToken}`
  return `Basic ${Buffer.from(`${appKey}:${masterSecret ?? ''}`).toString('base64')}`
}

/** Airship has no place for a key; on Apple devices a second push takes the place of the first. */
function requestOf({ audience }: AirshipOptions, { task }: Job) {
  const { platform, token, message, airship, ...shown } = task.payload as PushPayload
  const base = {
    notification: { alert: message, [platform]: overrideOf(platform, shown, idempotencyUuid(task)) },
  }
  return {
    ...merged(base, airship),
    audience: audience === 'named-user' ? { named_user: token } : { [selectorOf(platform)]: token },
    device_types: [platform],
  }
}

function selectorOf(platform: string): string {
  return platform === 'web' ? 'channel' : `${platform}_channel`
}

function overrideOf(
  platform: string,
  { title, badge, category, extra }: Omit<PushPayload, 'platform' | 'token' | 'message'>,
  id: string,
) {
  const all = { title, extra: extra === undefined ? undefined : asStrings(extra) }
  return given(platform === 'ios' ? { ...all, badge, category, collapse_id: id } : all)
}

function verdictOf(answer: ServiceAnswer, now: Date): Verdict {
  const { error, code } = errorOf(answer.body)
  const why = [answer.status, error, code === undefined ? undefined : `(${code})`]
    .filter((part) => part !== undefined)
    .join(' ')
  const refusal = { service: SERVICE, answer, why }
  if (
    answer.status === 400 &&
    /channel|named.user/i.test(error ?? '') &&
    /not exist|not found|unknown/i.test(error ?? '')
  )
    return unregistered(refusal, 'channel or named user')
  return REJECTED.has(answer.status) ? rejected(refusal) : verdictByStatus(refusal, REJECTED, now)
}

function errorOf(body: string): { readonly error?: string; readonly code?: number } {
  try {
    const { error, error_code: code } = JSON.parse(body) as { error?: unknown; error_code?: unknown }
    return {
      ...(typeof error === 'string' ? { error: error.slice(0, 200) } : {}),
      ...(typeof code === 'number' ? { code } : {}),
    }
  } catch {
    // A page of something between us and Airship: the status tells.
    return {}
  }
}
