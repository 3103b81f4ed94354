/** How a command ends: with one plain message on standard error and exit code 1 when it failed. */
import process from 'node:process'
import { isTaskError } from '../errors.ts'

export function explainFailure(error: unknown): string {
  if (isTaskError(error)) return error.message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

export function action<A extends unknown[]>(
  run: (...values: A) => Promise<void>,
): (...values: A) => Promise<void> {
  return async (...values) => {
    try {
      await run(...values)
    } catch (error) {
      process.stderr.write(`${explainFailure(error)}\n`)
      process.exitCode = 1
    }
  }
}
