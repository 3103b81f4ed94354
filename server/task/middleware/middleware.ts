/**
 * Functions around publishing and executing, of the process that embeds the library: for tracing, encryption, tenants
 * and the like. The first in a list is the outermost.
 *
 * - What a publish middleware throws, the publish rejects with; then nothing of its batch is sent.
 * - What an execute middleware throws is a failed attempt, as if the handler had thrown it. The timeout of the handler
 *   includes it.
 */
import type { Verdict } from '../consume/verdict.ts'
import type { NewTask, Task } from '../task.ts'

export interface PublishedTask {
  readonly id: string
  readonly type: string
  /** It was not stored: the task of this id holds its unique key. */
  readonly duplicateOf?: string
}

/** `next` publishes the task that it is given, which may be another than the one that came; it is called once. */
export type PublishMiddleware = (
  task: NewTask,
  next: (task: NewTask) => Promise<PublishedTask>,
) => Promise<PublishedTask>

/**
 * `next` runs the handler with the task that it is given, which may be another than the one that came. Its verdict is
 * a value, also where the handler threw. A retry or a dead letter bears the task as it came.
 */
export type ExecuteMiddleware = (task: Task, next: (task: Task) => Promise<Verdict>) => Promise<Verdict>

export interface Middleware {
  readonly publish?: readonly PublishMiddleware[]
  readonly execute?: readonly ExecuteMiddleware[]
}
