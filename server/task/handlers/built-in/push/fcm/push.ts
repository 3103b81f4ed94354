/** Sends one message to one registration token with the HTTP v1 API and takes FCM's answer for the result. */
import type { Job, Run } from '../../../../consume/verdict.ts'
import type { BuiltInTools } from '../../built-in.ts'
import { callService } from '../../call-service.ts'
import { idempotencyUuid } from '../../idempotency-key.ts'
import { MintedSecrets } from '../minted-secrets.ts'
import { asStrings, given, merged, type PushPayload } from '../payload.ts'
import { AccessTokens } from './access-token.ts'
import { SERVICE, verdictOf } from './answer.ts'
import type { FcmOptions } from './options.ts'
import { readServiceAccount } from './service-account.ts'

export function fcmRun({ serviceAccount, projectId, apiUrl }: FcmOptions, tools: BuiltInTools): Run {
  const account = readServiceAccount(serviceAccount, tools.allowTargets)
  const minted = new MintedSecrets()
  minted.add(account.key.export({ type: 'pkcs8', format: 'pem' }).toString())
  const tokens = new AccessTokens(account, tools, minted)
  const url = `${apiUrl.replace(/\/$/, '')}/v1/projects/${projectId ?? account.projectId}/messages:send`
  return minted.keptBy(async (job) => {
    const token = await tokens.current()
    const answer = await callService(
      {
        ...{ service: SERVICE, url, method: 'POST', signal: job.signal },
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ message: messageOf(job) }),
      },
      tools,
    )
    if (answer.status === 401) tokens.refused(token)
    return verdictOf(answer, tools.now())
  })
}

/**
 * FCM has no place for a key. The key is what a device shows the message under instead: a second one takes the place of
 * the first.
 */
function messageOf({ task }: Job) {
  const { platform, token, title, message, extra, fcm, ...shown } = task.payload as PushPayload
  const base = {
    notification: given({ title, body: message }),
    ...(extra === undefined ? {} : { data: asStrings(extra) }),
    ...platformOf(platform, shown, idempotencyUuid(task)),
  }
  return { ...merged(base, fcm), token }
}

function platformOf(
  platform: string,
  { badge, category }: Pick<PushPayload, 'badge' | 'category'>,
  id: string,
) {
  if (platform === 'ios')
    return { apns: { headers: { 'apns-collapse-id': id }, payload: { aps: given({ badge, category }) } } }
  if (platform === 'web') return { webpush: { notification: given({ tag: id }) } }
  return {
    android: { notification: given({ tag: id, notification_count: badge, click_action: category }) },
  }
}
