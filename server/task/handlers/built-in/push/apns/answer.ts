/** What an answer of APNs means ("Handling notification responses from APNs" lists the reasons). */
import { DONE, type Verdict } from '../../../../consume/verdict.ts'
import type { ServiceAnswer } from '../../call-service.ts'
import { rejected, tryAgain } from '../../service-verdict.ts'
import { unregistered } from '../unregistered.ts'
import type { ApnsOptions } from './options.ts'

export const SERVICE = 'APNs'

/** The app was removed, or the token was never one. */
const UNREGISTERED = new Set(['Unregistered', 'ExpiredToken', 'BadDeviceToken'])

/** The notification as such: trying again sends the same. */
const MESSAGE = new Set([
  'BadCollapseId',
  'BadExpirationDate',
  'BadMessageId',
  'BadPriority',
  'DeviceTokenNotForTopic',
  'InvalidPushType',
  'MissingDeviceToken',
  'PayloadEmpty',
  'PayloadTooLarge',
])

export function verdictOf(
  answer: ServiceAnswer,
  { environment, topic }: Pick<ApnsOptions, 'environment' | 'topic'>,
  now: Date,
): Verdict {
  const { status } = answer
  if (status === 200) return DONE
  const reason = reasonOf(answer)
  const why = [status, reason].filter((part) => part !== undefined).join(' ')
  const refusal = { service: SERVICE, answer, why }
  if (reason === 'BadDeviceToken')
    return unregistered({ ...refusal, why: `${why}, asked in the ${environment} environment` })
  if (status === 410 || (reason !== undefined && UNREGISTERED.has(reason))) return unregistered(refusal)
  if (reason === 'DeviceTokenNotForTopic')
    return rejected({ ...refusal, why: `${why}: the token is of another app than ${topic}` })
  if (status === 413 || (reason !== undefined && MESSAGE.has(reason))) return rejected(refusal)
  return tryAgain(refusal, now)
}

export function reasonOf({ body }: ServiceAnswer): string | undefined {
  try {
    const { reason } = JSON.parse(body) as { reason?: unknown }
    return typeof reason === 'string' ? reason : undefined
  } catch {
    // Empty, or a page of something between us and APNs: the status tells.
    return undefined
  }
}
