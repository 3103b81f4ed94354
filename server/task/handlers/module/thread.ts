/** What runs in a thread: loads the module once, and runs one task at a time with the same context as in the process. */
import type { MessagePort } from 'node:worker_threads'
import { functionRun, type TaskHandler } from '../function.ts'
import { type PlainVerdict, type ThreadTask, toPlain } from './thread-messages.ts'

export async function runTask({ url, exportName, task, port }: ThreadTask): Promise<PlainVerdict | null> {
  const handler = await load(url, exportName)
  if (task === null || port === null) return null
  const signal = signalFrom(port)
  try {
    const message = () => {
      throw new Error('A function gets its task decoded.')
    }
    return toPlain(await functionRun(handler)({ task, signal, message }))
  } finally {
    port.close()
  }
}

async function load(url: string, exportName: string): Promise<TaskHandler> {
  const module = (await import(url)) as Record<string, unknown>
  const handler = module[exportName]
  if (typeof handler === 'function') return handler as TaskHandler
  const kind = handler === undefined ? 'nothing' : typeof handler
  throw new TypeError(`expected a function as its export "${exportName}", got ${kind}`)
}

function signalFrom(port: MessagePort): AbortSignal {
  const controller = new AbortController()
  port.once('message', (reason: string) => controller.abort(new Error(reason)))
  return controller.signal
}
