/** Posts one message and takes Slack's answer for the result. */
import { DONE, type Job, type Run, type Verdict } from '../../../consume/verdict.ts'
import type { BuiltInTools } from '../built-in.ts'
import { callService, type ServiceAnswer } from '../call-service.ts'
import { idempotencyUuid } from '../idempotency-key.ts'
import { rejected, tryAgain, verdictByStatus } from '../service-verdict.ts'
import type { SlackOptions } from './options.ts'
import { isTasksFault } from './refusals.ts'

const SERVICE = 'Slack'
const JSON_TYPE = 'application/json; charset=utf-8'
/** Of a webhook: the message is malformed or too large. Its other refusals are about the webhook. */
const REJECTED_BY_WEBHOOK = new Set([400, 413])

type Message = Readonly<Record<string, unknown>> & { readonly channel?: string }

export function slackMessageRun(options: SlackOptions, tools: BuiltInTools): Run {
  const { webhookUrl, token } = options
  if (webhookUrl !== undefined) return (job) => throughWebhook(webhookUrl, job, tools)
  return (job) => asBot({ ...options, token: token ?? '' }, job, tools)
}

/** Answers "ok" or, with a status of 4xx or 5xx, one word as text. */
async function throughWebhook(url: string, { task, signal }: Job, tools: BuiltInTools): Promise<Verdict> {
  const answer = await callService(
    {
      ...{ service: SERVICE, url, method: 'POST', signal },
      headers: { 'content-type': JSON_TYPE },
      body: JSON.stringify(task.payload),
    },
    tools,
  )
  const why = `${answer.status} ${answer.body.slice(0, 100)}`.trim()
  return verdictByStatus({ service: SERVICE, answer, why }, REJECTED_BY_WEBHOOK, tools.now())
}

type BotOptions = SlackOptions & { readonly token: string }

async function asBot(
  { token, channel, apiUrl }: BotOptions,
  job: Job,
  tools: BuiltInTools,
): Promise<Verdict> {
  const message = job.task.payload as Message
  const named = message.channel !== undefined
  const body = {
    ...(channel === undefined ? {} : { channel }),
    ...message,
    client_msg_id: idempotencyUuid(job.task),
  }
  const answer = await callService(
    {
      ...{ service: SERVICE, method: 'POST', signal: job.signal },
      url: `${apiUrl.replace(/\/$/, '')}/chat.postMessage`,
      headers: { 'content-type': JSON_TYPE, authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    },
    tools,
  )
  return verdictOfApi(answer, named, tools.now())
}

/** The Web API answers 200 to what it refuses; `ok` and `error` tell. */
function verdictOfApi(answer: ServiceAnswer, channelFromTask: boolean, now: Date): Verdict {
  if (answer.status !== 200) return tryAgain({ service: SERVICE, answer }, now)
  const { ok, error } = readAnswer(answer.body)
  if (ok === true) return DONE
  const why = error ?? 'something that is no answer of its API'
  const refusal = { service: SERVICE, answer, why }
  return error !== undefined && isTasksFault(error, channelFromTask)
    ? rejected(refusal)
    : tryAgain(refusal, now)
}

function readAnswer(body: string): { readonly ok?: unknown; readonly error?: string } {
  try {
    const read: unknown = JSON.parse(body)
    if (typeof read !== 'object' || read === null) return {}
    const { ok, error } = read as { ok?: unknown; error?: unknown }
    return { ok, ...(typeof error === 'string' ? { error } : {}) }
  } catch {
    // An error page of something between us and Slack.
    return {}
  }
}
