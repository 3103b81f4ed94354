/** Reads the document that a control plane serves, which may be of a later version than this worker. */
import { parseConfig, type TaskConfig } from '../config.ts'
import { isTaskError, TaskError } from '../errors.ts'

interface Issue {
  readonly message?: string
}

/** A field that this version does not know; the finding names it and its place. */
const namesUnknownField = (issues: unknown): boolean =>
  Array.isArray(issues) && issues.some(({ message }: Issue) => message?.startsWith('expected no "') === true)

/** @throws TaskError `config-invalid` */
export function parseServedConfig(document: unknown): TaskConfig {
  try {
    return parseConfig(document)
  } catch (error) {
    if (!isTaskError(error) || !namesUnknownField(error.context.issues)) throw error
    const message = `${error.message}. This worker does not know that field: upgrade the worker.`
    throw new TaskError('config-invalid', message, { cause: error, context: error.context })
  }
}
