/** For tests of built-in handlers: a service on this machine, and a handler made as a worker makes it. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach } from 'vitest'
import { writeMessage } from '../../consume/message.ts'
import type { Job, Verdict } from '../../consume/verdict.ts'
import { createSecretResolver } from '../../source/secrets.ts'
import type { Task } from '../../task.ts'
import { createTargetAgent } from '../target-agent.ts'
import { builtInRun } from './make-run.ts'

export const NOW = new Date('2026-05-01T12:00:00Z')

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})
export const afterThisTest = (cleanup: () => unknown) => cleanups.push(cleanup)

export interface Received {
  readonly method: string
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly text: string
}

type Answer = (received: Received, response: ServerResponse) => void

/** @returns its address and what it has received */
export async function serve(
  answer: Answer,
): Promise<{ readonly url: string; readonly received: Received[] }> {
  const received: Received[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const { method = '', url: path = '', headers } = request
    const one = { method, path, headers, text: Buffer.concat(chunks).toString() }
    received.push(one)
    answer(one, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  cleanups.push(
    () => new Promise((resolve) => server.close(resolve)),
    () => server.closeAllConnections(),
  )
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received }
}

export function taskWith(payload: unknown, more: Partial<Task> = {}): Task {
  return {
    ...{
      id: '019a0000-0000-7000-8000-000000000001',
      type: 'message.post',
      payload,
      contentType: 'application/json',
    },
    ...{ source: '/projects/shop', time: NOW, attempt: 1, tracked: false, extensions: {} },
    ...more,
  }
}

export interface HandlerUnderTest {
  readonly name: string
  readonly options: Readonly<Record<string, unknown>>
  /** Variables that references may read. */
  readonly env?: Readonly<Record<string, string>>
  readonly allowTargets?: readonly string[]
}

/** Makes the handler once; each call runs a task with it. */
export async function handler({ name, options, env = {}, allowTargets = ['loopback'] }: HandlerUnderTest) {
  const agent = createTargetAgent(allowTargets)
  cleanups.push(() => agent.destroy())
  const secrets = createSecretResolver({ env, allowedNames: Object.keys(env) })
  const run = await builtInRun({ name, options }, { agent, allowTargets, secrets, now: () => NOW })
  return (task: Task, signal: AbortSignal = AbortSignal.timeout(10_000)): Promise<Verdict> => {
    const job: Job = {
      task,
      signal,
      message: () => writeMessage(task, Buffer.from(JSON.stringify(task.payload))),
    }
    return run(job)
  }
}

/** All that a verdict could show to anybody. */
export function shownBy(verdict: Verdict): string {
  if (verdict.kind === 'done') return ''
  const { error, response } = verdict.failure
  return [
    error.message,
    error.stack,
    JSON.stringify(error),
    JSON.stringify(response),
    String(error.cause),
  ].join('\n')
}
