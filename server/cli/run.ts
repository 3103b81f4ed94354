/** How every command ends: with what went wrong in one plain message, and an exit code. */
import process from 'node:process'
import { EnvironmentError } from '../env.ts'
import { Refusal } from '../errors.ts'
import { StartError } from '../startup/start-error.ts'

const SPEAKS_FOR_ITSELF = [StartError, EnvironmentError, Refusal]

export function explainFailure(error: unknown): string {
  if (SPEAKS_FOR_ITSELF.some((kind) => error instanceof kind)) return (error as Error).message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

/** Runs a command's action; a failure is written to standard error and sets exit code 1. */
export function action<A extends unknown[]>(
  run: (...values: A) => Promise<void>,
): (...values: A) => Promise<void> {
  return async (...values) => {
    try {
      await run(...values)
    } catch (error) {
      process.stderr.write(`\n${explainFailure(error)}\n`)
      process.exitCode = 1
    }
  }
}
