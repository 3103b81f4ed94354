/** Encrypts one message for one subscription, sends it to its push service and takes the answer for the result. */
import type { Job, Run, Verdict } from '../../../../consume/verdict.ts'
import { isTaskError, TaskError } from '../../../../errors.ts'
import { checkTargetUrl, hostOf, isAddress } from '../../../target-rules.ts'
import type { BuiltInTools } from '../../built-in.ts'
import { callService, type ServiceAnswer } from '../../call-service.ts'
import { idempotencyUuid } from '../../idempotency-key.ts'
import { rejected, tryAgain } from '../../service-verdict.ts'
import { given, merged, type PushPayload } from '../payload.ts'
import { unregistered } from '../unregistered.ts'
import { checkKeys, encrypted, keysProblem, type Subscription } from './encrypted.ts'
import type { WebPushOptions } from './options.ts'

const SERVICE = 'The push service'
const REJECTED = new Set([400, 413])

export function webPushRun(options: WebPushOptions, tools: BuiltInTools): Run {
  checkKeys(options)
  return async (job) => {
    const { token } = job.task.payload as PushPayload
    const subscription = token as Subscription
    const problem = endpointProblem(subscription.endpoint, tools.allowTargets) ?? keysProblem(subscription)
    return problem === null ? send(subscription, options, job, tools) : refused(problem)
  }
}

async function send(
  subscription: Subscription,
  options: WebPushOptions,
  job: Job,
  tools: BuiltInTools,
): Promise<Verdict> {
  const id = idempotencyUuid(job.task)
  const { headers, body } = encrypted(subscription, JSON.stringify(messageOf(job, id)), options)
  const asked = (job.task.payload as PushPayload).webpush?.headers
  try {
    const answer = await callService(
      {
        ...{ service: SERVICE, url: subscription.endpoint, method: 'POST', signal: job.signal, body },
        // A message that the browser has not had yet gives way to the same one sent again.
        headers: { ...headers, Topic: id.replaceAll('-', ''), ...asked },
      },
      tools,
    )
    return verdictOf(answer, tools.now())
  } catch (thrown) {
    // The endpoint comes with the task; no configuration can put it right.
    if (isTaskError(thrown) && thrown.code === 'target-forbidden') return refused(thrown)
    throw thrown
  }
}

/** What the service worker of the site gets; `id` is the same when a task is delivered twice. */
function messageOf({ task }: Job, id: string) {
  const { title, message, badge, category, extra, webpush } = task.payload as PushPayload
  return merged({ id, ...given({ title, message, badge, category, extra }) }, webpush?.payload)
}

/** Without the path: whoever knows it may send. */
function endpointProblem(endpoint: string, allowTargets: readonly string[]): TaskError | null {
  if (!URL.canParse(endpoint)) return forbidden('what it holds', 'it is no URL')
  const url = new URL(endpoint)
  const problem = checkTargetUrl(endpoint, allowTargets)
  if (problem !== null) return forbidden(url.hostname, String(problem.context.rule))
  return url.protocol === 'https:' || isLoopback(url) ? null : forbidden(url.hostname, 'expected https')
}

function isLoopback(url: URL): boolean {
  const host = hostOf(url)
  return host === 'localhost' || host === '::1' || (isAddress(host) && host.startsWith('127.'))
}

function forbidden(host: string, rule: string): TaskError {
  return new TaskError(
    'target-forbidden',
    `The endpoint of the subscription (${host}) is not allowed: ${rule}.`,
    { context: { host, rule } },
  )
}

function refused(error: TaskError): Verdict {
  return { kind: 'dead', reason: 'rejected', failure: { error } }
}

function verdictOf(answer: ServiceAnswer, now: Date): Verdict {
  const { status } = answer
  if (status >= 200 && status < 300) return { kind: 'done' }
  const refusal = { service: SERVICE, answer }
  if (status === 404 || status === 410) return unregistered(refusal, 'subscription')
  return REJECTED.has(status) ? rejected(refusal) : tryAgain(refusal, now)
}
