/** A project that consumes one task type with a proxy handler, as somebody sets it up; and tasks for it. */
import { type Call, mustCall } from './api.ts'

export interface Consumer {
  readonly project: string
  readonly type: string
  /** Of the target. */
  readonly url: string
  readonly workers?: number
  /** Of the task type: backend, retry policy, schema … */
  readonly fields?: Readonly<Record<string, unknown>>
}

export async function setUpConsumer(call: Call, consumer: Consumer): Promise<void> {
  const { project, type, url, workers = 2, fields = {} } = consumer
  await mustCall(call, 'POST', '/projects', { name: project })
  await mustCall(call, 'POST', '/task-types', { name: type, ...fields })
  const assignments = [{ role: 'consumer', type, workers, handler: { kind: 'http', url } }]
  const body = { assignments, reason: `${project} runs ${type}` }
  await mustCall(call, 'PUT', `/projects/${project}/assignments`, body, { 'if-match': '"0"' })
}

const BATCH = 1_000

/** One task per payload; the ids, in their order. */
export async function publish(call: Call, type: string, payloads: readonly unknown[]): Promise<string[]> {
  const ids: string[] = []
  for (let from = 0; from < payloads.length; from += BATCH) {
    const tasks = payloads.slice(from, from + BATCH).map((payload) => ({ type, payload }))
    const answer = await mustCall<{ tasks: { id: string }[] }>(call, 'POST', '/tasks', { tasks })
    ids.push(...answer.tasks.map(({ id }) => id))
  }
  return ids
}
