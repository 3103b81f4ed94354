/**
 * Leads each task of a batch through the publish middleware and sends the batch as one, when all of its tasks have come
 * through. Nothing is sent when the middleware refuses one of them.
 */
import { TaskError } from '../errors.ts'
import type { NewTask } from '../task.ts'
import type { PublishedTask, PublishMiddleware } from './middleware.ts'

export type PublishBatch = (tasks: readonly NewTask[]) => Promise<readonly PublishedTask[]>

interface Arrival {
  readonly index: number
  readonly task: NewTask
  readonly published: PromiseWithResolvers<PublishedTask>
}

export function publishThrough(
  middleware: readonly PublishMiddleware[],
  tasks: readonly NewTask[],
  publish: PublishBatch,
): Promise<PublishedTask[]> {
  const arrivals: Arrival[] = []
  let refusal: { readonly reason: unknown } | null = null
  let expected = tasks.length
  const send = () => {
    if (--expected > 0) return
    if (refusal !== null) for (const { published } of arrivals) published.reject(refusal.reason)
    else void sendAll(arrivals, publish)
  }
  const lead = async (task: NewTask, index: number): Promise<PublishedTask> => {
    let arrived = false
    const last = (given: NewTask) => {
      if (arrived) return Promise.reject(calledTwice(given))
      arrived = true
      const published = Promise.withResolvers<PublishedTask>()
      // A middleware that does not wait for it must not end the process.
      published.promise.catch(() => {})
      arrivals.push({ index, task: given, published })
      send()
      return published.promise
    }
    try {
      return await chain(middleware, last)(task)
    } catch (reason) {
      if (!arrived) refusal ??= { reason }
      throw reason
    } finally {
      // It answered by itself, or refused: the others need not wait for it.
      if (!arrived) send()
    }
  }
  return allSettledOrFirst(tasks.map(lead))
}

/** Rejects only when all have ended: a caller that hears of a failure must know that nothing is under way any more. */
async function allSettledOrFirst<T>(promises: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(promises)
  return Promise.all(promises)
}

async function sendAll(arrivals: readonly Arrival[], publish: PublishBatch): Promise<void> {
  const inOrder = arrivals.toSorted((a, b) => a.index - b.index)
  if (inOrder.length === 0) return
  try {
    const answers = await publish(inOrder.map(({ task }) => task))
    for (const [at, { published }] of inOrder.entries()) published.resolve(answers[at] as PublishedTask)
  } catch (error) {
    for (const { published } of inOrder) published.reject(error)
  }
}

function chain(
  middleware: readonly PublishMiddleware[],
  last: (task: NewTask) => Promise<PublishedTask>,
): (task: NewTask) => Promise<PublishedTask> {
  return middleware.reduceRight<(task: NewTask) => Promise<PublishedTask>>(
    (next, each) => async (task) => each(task, next),
    last,
  )
}

function calledTwice({ type }: NewTask): TaskError {
  return new TaskError('publish-failed', `A publish middleware called next twice for one ${type}.`, {
    context: { type },
  })
}
