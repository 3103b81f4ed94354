/** Asks the service to send one message. It has no place for a key: a lost answer may mean a second message. */
import type { Run, Verdict } from '../../../consume/verdict.ts'
import type { BuiltInTools } from '../built-in.ts'
import { callService, type ServiceAnswer } from '../call-service.ts'
import { rejected, tryAgain, verdictByStatus } from '../service-verdict.ts'
import type { SmsOptions } from './options.ts'

const SERVICE = 'Twilio'
const NONE: ReadonlySet<number> = new Set()

/** Twilio's error codes that are about the message itself: its recipient, its text, its media. */
const TASKS_FAULT = new Set([
  21211, // no valid number
  21217, // no number that can be reached
  21219, // not verified, in a trial account
  21265, // the recipient is a short code
  21602, // no text
  21604, // no recipient
  21610, // the recipient has unsubscribed
  21612, // this recipient cannot be reached from this sender
  21614, // no mobile number
  21617, // longer than 1,600 characters
  21620, // no valid address of media
  21623, // too many media
])
/** The sender: the task's own when it named it, else a matter of the configuration. */
const SENDER = new Set([21212, 21603, 21606, 21659])

interface Payload {
  readonly to: string
  readonly body: string
  readonly from?: string
  readonly mediaUrl?: string
}

export function smsRun(options: SmsOptions, tools: BuiltInTools): Run {
  const { accountSid, authToken, apiKey, apiKeySecret, apiUrl } = options
  const user = apiKey === undefined ? `${accountSid}:${authToken}` : `${apiKey}:${apiKeySecret}`
  const credentials = Buffer.from(user).toString('base64')
  const url = `${apiUrl.replace(/\/$/, '')}/2010-04-01/Accounts/${accountSid}/Messages.json`
  return async ({ task, signal }) => {
    const payload = task.payload as Payload
    const answer = await callService(
      {
        ...{ service: SERVICE, url, method: 'POST', signal },
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          authorization: `Basic ${credentials}`,
        },
        body: formOf(payload, options).toString(),
      },
      tools,
    )
    // The secret stands in the middle of these, where its own encodings do not tell it.
    const shown = { ...answer, body: answer.body.replaceAll(credentials, '•••') }
    return verdictOf(shown, payload.from !== undefined, tools.now())
  }
}

function formOf({ to, body, from, mediaUrl }: Payload, options: SmsOptions): URLSearchParams {
  const form = new URLSearchParams({ To: to, Body: body })
  const sender = from ?? options.from
  if (sender !== undefined) form.set('From', sender)
  else if (options.messagingServiceSid !== undefined)
    form.set('MessagingServiceSid', options.messagingServiceSid)
  if (mediaUrl !== undefined) form.set('MediaUrl', mediaUrl)
  if (options.statusCallback !== undefined) form.set('StatusCallback', options.statusCallback)
  return form
}

function verdictOf(answer: ServiceAnswer, senderFromTask: boolean, now: Date): Verdict {
  const { code, message } = readRefusal(answer.body)
  if (answer.status < 300 || code === undefined)
    return verdictByStatus({ service: SERVICE, answer }, NONE, now)
  const refusal = { service: SERVICE, answer, why: `${code} ${message}`.trim() }
  const isTasks = TASKS_FAULT.has(code) || (senderFromTask && SENDER.has(code))
  return answer.status === 400 && isTasks ? rejected(refusal) : tryAgain(refusal, now)
}

function readRefusal(body: string): { readonly code?: number; readonly message: string } {
  try {
    const { code, message } = JSON.parse(body) as { code?: unknown; message?: unknown }
    const text = typeof message === 'string' ? message.slice(0, 200) : ''
    return typeof code === 'number' ? { code, message: text } : { message: text }
  } catch {
    // An error page of something between us and the service.
    return { message: '' }
  }
}
