/**
 * Opens the URL that a task names. Redirects are followed, each hop checked by the target rules; headers of the task go
 * only to the origin that it named.
 */
import type { Dispatcher } from 'undici'
import { asError } from '../../../consume/verdict.ts'
import { isTaskError, TaskError } from '../../../errors.ts'
import { answerBeginning } from '../../answer-beginning.ts'
import { checkTargetUrl } from '../../target-rules.ts'
import type { BuiltInTools } from '../built-in.ts'
import { rejected, tryAgain } from '../service-verdict.ts'
import { Ended, reasonOf, taskToBlame, type Unsuccessful } from './ended.ts'
import type { Stop } from './stop.ts'

export interface Source {
  /** As people may read it: without its query, which may hold a signature. */
  readonly shown: string
  readonly headers: Dispatcher.ResponseData['headers']
  readonly body: Dispatcher.ResponseData['body']
}

export interface Wanted {
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
}

export interface Opening {
  readonly stop: Stop
  readonly firstByteTimeoutMs: number
}

const MOST_REDIRECTS = 5
const REDIRECTS = new Set([301, 302, 303, 307, 308])
const WHOLE = new Set([200, 203])
/** Statuses of 4xx that speak of the moment, not of what the task asked for. */
const PASSING = new Set([408, 425, 429])
const KEPT_BYTES = 8_192

/** @throws Ended */
export async function openSource(wanted: Wanted, opening: Opening, tools: BuiltInTools): Promise<Source> {
  let url = new URL(wanted.url)
  let headers = wanted.headers ?? {}
  for (let hops = 0; hops <= MOST_REDIRECTS; hops++) {
    checkHop(url, tools.allowTargets)
    const answer = await ask(url, headers, opening, tools)
    const next = REDIRECTS.has(answer.statusCode) ? locationOf(answer, url) : null
    if (next === null) return await wholeSource(url, answer, tools.now())
    discard(answer)
    if (next.origin !== url.origin) headers = {}
    url = next
  }
  throw taskToBlame(`The source ${shownUrl(wanted.url)} redirects more than ${MOST_REDIRECTS} times.`, {
    url: shownUrl(wanted.url),
    mostRedirects: MOST_REDIRECTS,
  })
}

function shownUrl(url: URL | string): string {
  const { origin, protocol, host, pathname } = new URL(url)
  return `${origin === 'null' ? `${protocol}//${host}` : origin}${pathname}`
}

/** The task named the address, or what leads there: the task is to blame. */
function forbidden(error: TaskError): Ended {
  return new Ended({ kind: 'dead', reason: 'rejected', failure: { error } })
}

function checkHop(url: URL, allowTargets: readonly string[]): void {
  const bare = new URL(url)
  bare.search = ''
  bare.hash = ''
  const problem = checkTargetUrl(bare.href, allowTargets)
  if (problem !== null) throw forbidden(problem)
}

async function ask(
  url: URL,
  headers: Readonly<Record<string, string>>,
  { stop, firstByteTimeoutMs }: Opening,
  { agent }: BuiltInTools,
): Promise<Dispatcher.ResponseData> {
  const waiting = stop.after(firstByteTimeoutMs, `did not answer within ${firstByteTimeoutMs} ms`)
  try {
    return await agent.request({
      ...{ origin: url.origin, path: `${url.pathname}${url.search}`, method: 'GET', signal: stop.signal },
      // Bytes are stored and summed up as they came; nothing is to be unpacked on the way.
      headers: { 'user-agent': 'signalbox', accept: '*/*', ...headers, 'accept-encoding': 'identity' },
    })
  } catch (thrown) {
    throw sourceBroke(shownUrl(url), thrown, stop, 'did not answer')
  } finally {
    clearTimeout(waiting)
  }
}

/** From whatever was thrown while the source was asked or read. */
export function sourceBroke(shown: string, thrown: unknown, stop: Stop, what: string): Error {
  if (thrown instanceof Ended) return thrown
  const refusal = [thrown, asError(thrown).cause].find(isTaskError)
  if (refusal?.code === 'target-forbidden') return forbidden(refusal)
  const { reason, code } = reasonOf(thrown)
  const why = stop.why === null ? `${what}: ${reason}` : stop.why
  return new TaskError('target-failed', `The source ${shown} ${why}.`, {
    retryable: true,
    context: { url: shown, ...(code === undefined ? {} : { code }) },
  })
}

function locationOf({ headers }: Dispatcher.ResponseData, from: URL): URL | null {
  const location = [headers.location].flat()[0]
  return location !== undefined && URL.canParse(location, from.href) ? new URL(location, from) : null
}

/** What is not wanted is not read: closing the connection is cheaper than draining it. */
export function discard({ body }: Pick<Dispatcher.ResponseData, 'body'>): void {
  body.on('error', () => {}).destroy()
}

async function wholeSource(url: URL, answer: Dispatcher.ResponseData, now: Date): Promise<Source> {
  const shown = shownUrl(url)
  if (WHOLE.has(answer.statusCode)) return { shown, headers: answer.headers, body: answer.body }
  const { statusCode: status, headers } = answer
  const body = await answerBeginning(answer.body, KEPT_BYTES)
  const retryAfter = [headers['retry-after']].flat()[0] ?? null
  const refusal = { service: `The source ${shown}`, answer: { status, retryAfter, body } }
  const isTasks = status >= 400 && status < 500 && !PASSING.has(status)
  throw new Ended((isTasks ? rejected(refusal) : tryAgain(refusal, now)) as Unsuccessful)
}
