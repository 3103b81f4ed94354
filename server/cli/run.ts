/** How every command ends: with what went wrong in one plain message, and an exit code. */
import process from 'node:process'
import { BackupError } from '../backup/archive.ts'
import { EnvironmentError } from '../env.ts'
import { Refusal } from '../errors.ts'
import { StartError } from '../startup/start-error.ts'
import { explainFailure as explainTaskFailure } from '../task/cli/run.ts'

const SPEAKS_FOR_ITSELF = [BackupError, EnvironmentError, Refusal, StartError]

/** A message for what we refuse in words; anything else with its stack. */
export function explainFailure(error: unknown): string {
  const plain = SPEAKS_FOR_ITSELF.some((kind) => error instanceof kind)
  return plain ? (error as Error).message : explainTaskFailure(error)
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
