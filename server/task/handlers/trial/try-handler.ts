/**
 * Runs one task through a handler, here and now, for somebody who wants to see what happens. It is a real call to the
 * service. Receives a handler's configuration and a task; hands on the verdict, and each HTTP exchange with its secrets
 * hidden. Nothing is published, nothing is tried again.
 */
import type { ConsumerConfig, HandlerConfig } from '../../config.ts'
import { execute } from '../../consume/execute.ts'
import { writeMessage } from '../../consume/message.ts'
import type { Verdict } from '../../consume/verdict.ts'
import { isTaskError, TaskError } from '../../errors.ts'
import { silentLogger } from '../../logger.ts'
import type { SecretResolver } from '../../source/secrets.ts'
import type { Task } from '../../task.ts'
import { type Redact, redactor } from '../built-in/redact.ts'
import { createRun } from '../create-run.ts'
import { type Exchange, shownBody, shownHeaders, shownUrl } from './exchange.ts'
import { type RecordedExchange, recordingAgent } from './recording-agent.ts'

export interface TrialTools {
  readonly secrets: SecretResolver
  readonly allowTargets: readonly string[]
  readonly now: () => Date
  /** The handler's time, milliseconds. */
  readonly timeoutMs: number
}

export interface Trial {
  readonly verdict: 'done' | 'retry' | 'dead'
  /** Why it would be dead; null unless it would be. */
  readonly reason: string | null
  readonly error: { readonly code: string | null; readonly message: string } | null
  /** How long the service asks to wait before the next attempt, milliseconds; null when it does not. */
  readonly afterMs: number | null
  readonly tookMs: number
  /** Those over HTTP; a handler that speaks anything else shows none. */
  readonly exchanges: readonly Exchange[]
}

/** How long an answer that has already decided may go on arriving, to be shown. */
const REST_OF_ANSWER_MS = 500
const TRIED_KINDS: readonly string[] = ['http', 'built-in'] satisfies HandlerConfig['kind'][]

/** Whether it runs by its configuration alone, without code of the process that consumes. */
export const canBeTried = ({ kind }: { readonly kind: string }): boolean => TRIED_KINDS.includes(kind)

/**
 * @throws TaskError `handler-missing` when the handler needs code that is not here, `secret-unresolved` or
 *   `target-forbidden`
 */
export async function tryHandler(handler: HandlerConfig, task: Task, tools: TrialTools): Promise<Trial> {
  if (!canBeTried(handler))
    throw new TaskError(
      'handler-missing',
      `A handler of the kind "${handler.kind}" runs in its project's process.`,
    )
  const { secrets, known } = remembering(tools.secrets)
  // Its HTTP client takes 30 MB, which a process that tries nothing need not have.
  const { createTargetAgent } = await import('../target-agent.ts')
  const agent = createTargetAgent(tools.allowTargets)
  const recording = recordingAgent(agent, () => performance.now())
  try {
    const run = await createRun({ type: task.type, workers: 1, handler } satisfies RunConfig, {
      ...{ secrets, agent: async () => recording.agent, allowTargets: tools.allowTargets, now: tools.now },
      ...{ handlers: {}, modules: {}, logger: silentLogger },
    })
    const startedMs = performance.now()
    const body = Buffer.from(JSON.stringify(task.payload))
    const verdict = await execute(run, { task, message: () => writeMessage(task, body) }, tools.timeoutMs)
      .verdict
    const tookMs = Math.round(performance.now() - startedMs)
    await Promise.race([recording.ended(), restOfAnswer()])
    const redact = redactor(known())
    const exchanges = recording.exchanges().map((one) => shown(one, redact))
    return { ...said(verdict as Verdict, redact), tookMs, exchanges }
  } finally {
    await agent.destroy()
  }
}

type RunConfig = Pick<ConsumerConfig, 'type' | 'workers' | 'handler'>

const restOfAnswer = () => new Promise<void>((resolve) => setTimeout(resolve, REST_OF_ANSWER_MS).unref())

/** Whatever a handler has resolved is hidden in what is shown. */
function remembering(secrets: SecretResolver) {
  const values = new Set<string>()
  return {
    known: () => [...values],
    secrets: {
      async resolve(reference: string) {
        const value = await secrets.resolve(reference)
        values.add(value)
        return value
      },
    },
  }
}

function said(verdict: Verdict, redact: Redact): Omit<Trial, 'tookMs' | 'exchanges'> {
  if (verdict.kind === 'done') return { verdict: 'done', reason: null, error: null, afterMs: null }
  const { error } = verdict.failure
  return {
    verdict: verdict.kind,
    reason: verdict.kind === 'dead' ? verdict.reason : null,
    error: { code: isTaskError(error) ? error.code : null, message: redact(error.message) },
    afterMs: verdict.kind === 'retry' ? (verdict.afterMs ?? null) : null,
  }
}

function shown(recorded: RecordedExchange, redact: Redact): Exchange {
  const { method, url, requestHeaders, requestBody, response, tookMs } = recorded
  return {
    request: {
      method,
      url: shownUrl(url, redact),
      headers: shownHeaders(requestHeaders, redact),
      body: shownBody(requestBody, redact),
    },
    response: response && {
      status: response.status,
      headers: shownHeaders(response.headers, redact),
      body: shownBody(response.body, redact),
    },
    tookMs,
  }
}
