/** A handler with the execute middleware around it. */
import { writeMessage } from '../consume/message.ts'
import { asError, type Job, type Run, type Verdict } from '../consume/verdict.ts'
import type { Task } from '../task.ts'
import { encodeTask } from '../wire/envelope.ts'
import type { ExecuteMiddleware } from './middleware.ts'

export function executeThrough(middleware: readonly ExecuteMiddleware[], run: Run): Run {
  if (middleware.length === 0) return run
  return (job) => {
    const last = (task: Task) => verdictOf(run, jobWith(job, task))
    return middleware.reduceRight<(task: Task) => Promise<Verdict>>(
      (next, each) => async (task) => each(task, next),
      last,
    )(job.task)
  }
}

async function verdictOf(run: Run, job: Job): Promise<Verdict> {
  try {
    return await run(job)
  } catch (thrown) {
    return { kind: 'retry', failure: { error: asError(thrown) } }
  }
}

/** A payload that stays the same is passed on with the bytes it came with. */
function jobWith(job: Job, task: Task): Job {
  if (task === job.task) return job
  const message = () =>
    task.payload === job.task.payload ? writeMessage(task, job.message().body) : encodeTask(task)
  return { task, message, signal: job.signal }
}
