/**
 * Runs one task through a handler in the control plane, before or after it is assigned. It is a real call to the
 * service: audited (without the payload) before it is made. Nothing is published, nothing is tried again.
 */
import { requireNoProject } from '../auth/own-project.ts'
import { type Actor, allows } from '../auth/scopes.ts'
import { type FieldError, invalid, Refusal } from '../errors.ts'
import { recordAudit } from '../store/audit.ts'
import type { Database } from '../store/database.ts'
import {
  canBeTried,
  compilePayloadSchema,
  describeBuiltIns,
  type HandlerConfig,
  isTaskError,
  type SecretResolver,
  type Task,
  type TaskError,
  type Trial,
  tryHandler,
} from '../task/index.ts'
import { handlerName, placeOf } from './handler-places.ts'

export interface HandlerTestDeps {
  readonly database: Database
  /** What handlers may be given: none of the installation's own connections. */
  readonly handlerSecrets: SecretResolver
  readonly allowTargets: readonly string[]
  readonly maxPayloadBytes: number
  readonly newId: () => string
  readonly now: () => Date
}

export interface HandlerTest {
  readonly handler: HandlerConfig
  readonly type: string | undefined
  readonly payload: unknown
  readonly requestId: string
}

/** Somebody waits for the answer. */
const LONGEST_MS = 20_000
/** A control plane is no load generator. */
const MOST_AT_ONCE = 10
const RETRY_AFTER_SECONDS = 5

let running = 0

/** @throws Refusal 403, 413, 422 that names the field, 429 */
export async function testHandler(deps: HandlerTestDeps, actor: Actor, test: HandlerTest): Promise<Trial> {
  requireNoProject(actor, 'what the control plane calls')
  refuseUntestable(test.handler)
  refuseFilesToOthers(actor, test.handler)
  refusePayload(deps, test)
  if (running >= MOST_AT_ONCE) throw busy()
  running += 1
  try {
    await recordAudit(deps.database.prisma, actor, {
      action: 'handler.test',
      target: { kind: 'handler', name: handlerName(test.handler) },
      after: test.type === undefined ? undefined : { type: test.type },
      requestId: test.requestId,
    })
    return await run(deps, test)
  } finally {
    running -= 1
  }
}

async function run(deps: HandlerTestDeps, test: HandlerTest): Promise<Trial> {
  const { handlerSecrets: secrets, allowTargets, now } = deps
  const timeoutMs = Math.min(builtInOf(test.handler)?.defaults.timeoutMs ?? LONGEST_MS, LONGEST_MS)
  try {
    return await tryHandler(test.handler, taskOf(deps, test), { secrets, allowTargets, now, timeoutMs })
  } catch (thrown) {
    throw isTaskError(thrown) ? refusalOf(thrown, test.handler) : thrown
  }
}

const builtInOf = (handler: HandlerConfig) =>
  handler.kind === 'built-in' ? describeBuiltIns().find(({ name }) => name === handler.name) : undefined

/** Each test is a task of its own: a service that knows repeated ones takes it for new. */
function taskOf({ newId, now }: HandlerTestDeps, { type = 'handler.test', payload }: HandlerTest): Task {
  return {
    ...{ id: newId(), type, payload, contentType: 'application/json', source: '/signalbox/handlers/test' },
    ...{ time: now(), attempt: 1, tracked: false, extensions: {} },
  }
}

function refuseUntestable({ kind }: HandlerConfig): void {
  if (canBeTried({ kind })) return
  const detail = `A handler of the kind "${kind}" runs in its project's process and cannot be tested here. Publish a task instead.`
  throw new Refusal(422, 'handler-not-testable', detail, {
    errors: [{ pointer: '/handler/kind', detail: `expected "http" or "built-in", got "${kind}"` }],
  })
}

/** Files of this machine hold the installation's own keys, too. */
function refuseFilesToOthers(actor: Actor, handler: HandlerConfig): void {
  const at = placeOf(handler, (text) => text.startsWith('file:'))
  if (at === null || allows(actor.scopes, 'admin')) return
  throw invalid('Only an admin may test with a secret from a file of the control plane.', [
    { pointer: `/handler${at}`, detail: 'expected "env:NAME" or "store:NAME", got a reference to a file' },
  ])
}

function refusePayload({ maxPayloadBytes }: HandlerTestDeps, { handler, payload }: HandlerTest): void {
  const bytes = Buffer.byteLength(JSON.stringify(payload ?? null))
  if (bytes > maxPayloadBytes)
    throw new Refusal(
      413,
      'payload-too-large',
      `The payload has ${bytes} bytes; at most ${maxPayloadBytes} are accepted.`,
    )
  const schema = builtInOf(handler)?.payload
  const problems = schema === undefined ? [] : compilePayloadSchema(schema)(payload)
  if (problems.length === 0) return
  const errors = problems.map(({ path, message }) => ({ pointer: `/payload${path}`, detail: message }))
  throw invalid(
    `The payload is none of ${handlerName(handler)}: a task with it would be dead at once.`,
    errors,
  )
}

const busy = () =>
  new Refusal(429, 'too-many-tests', `${MOST_AT_ONCE} tests run at this moment; try again shortly.`, {
    extra: { retryAfterSeconds: RETRY_AFTER_SECONDS },
  })

/** What keeps the handler from being called at all, at its field. */
function refusalOf(error: TaskError, handler: HandlerConfig): Error {
  const at = (pointer: string, detail: string): Refusal =>
    invalid(detail, [{ pointer, detail: error.message } satisfies FieldError])
  const { reference, option } = error.context
  if (error.code === 'secret-unresolved')
    return at(
      `/handler${placeOf(handler, (text) => text === reference) ?? ''}`,
      'Nothing was called: a secret does not resolve in the control plane. Workers resolve it by themselves.',
    )
  if (error.code === 'target-forbidden')
    return at(
      handler.kind === 'http' ? '/handler/url' : `/handler/options/${option ?? ''}`,
      'Nothing was called: the target rules do not allow it.',
    )
  if (error.code === 'handler-missing')
    return at('/handler/name', 'Nothing was called: the handler cannot run here.')
  return error
}
