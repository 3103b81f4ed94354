/** What an answer of FCM means ("REST error codes for the HTTP v1 API" lists them). */
import { DONE, type Verdict } from '../../../../consume/verdict.ts'
import type { ServiceAnswer } from '../../call-service.ts'
import { rejected, tryAgain } from '../../service-verdict.ts'
import { unregistered } from '../unregistered.ts'

export const SERVICE = 'FCM'

interface FcmError {
  readonly code: string | undefined
  readonly message: string
}

export function verdictOf(answer: ServiceAnswer, now: Date): Verdict {
  const { status } = answer
  if (status === 200) return DONE
  const { code, message } = errorOf(answer.body)
  const why = code === undefined ? String(status) : `${status} ${code}`
  const refusal = { service: SERVICE, answer, why }
  if (code === 'UNREGISTERED' || isTokenAtFault(code, message)) return unregistered(refusal)
  if (code === 'SENDER_ID_MISMATCH')
    return rejected({ ...refusal, why: `${why}: the token belongs to another Firebase project` })
  if (code === 'INVALID_ARGUMENT')
    return rejected({ ...refusal, why: message === '' ? why : `${why}: ${message.slice(0, 200)}` })
  return tryAgain(refusal, now)
}

/** The same code stands for a bad message; the sentence tells the token apart. */
function isTokenAtFault(code: string | undefined, message: string): boolean {
  return code === 'INVALID_ARGUMENT' && /registration token/i.test(message)
}

/** FCM's own code where there is one, else that of Google's APIs. */
function errorOf(body: string): FcmError {
  try {
    const { error } = JSON.parse(body) as {
      error?: {
        status?: string
        message?: string
        details?: { errorCode?: string; fieldViolations?: { description?: string }[] }[]
      }
    }
    const details = Array.isArray(error?.details) ? error.details : []
    const own = details.find(({ errorCode }) => errorCode !== undefined)?.errorCode
    const said = details.flatMap(({ fieldViolations }) => fieldViolations ?? []).map((one) => one.description)
    return { code: own ?? error?.status, message: [error?.message, ...said].filter(Boolean).join('; ') }
  } catch {
    // A page of something between us and FCM: the status tells.
    return { code: undefined, message: '' }
  }
}
