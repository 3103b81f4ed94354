/** What may be asked of the benchmarks. */
import { parseArgs } from 'node:util'

export const USAGE = `npm run bench -- core --backend rabbitmq|postgres|redis|kafka [--url URL] [--case NAME,…] [--runs N] [--quick] [--json]

  --url    the server; else RABBITMQ_URL, DATABASE_URL, REDIS_URL or KAFKA_BROKERS, else one is started and thrown away
  --case   only these cases
  --runs   of each contender, of which the median counts (5)
  --quick  one short run of each, with the peers that are installed: shows that it works, not how fast
  --json   a line of JSON per comparison`

export const BACKENDS = ['rabbitmq', 'postgres', 'redis', 'kafka'] as const
export type BenchBackend = (typeof BACKENDS)[number]

export interface BenchArguments {
  readonly backend: BenchBackend
  readonly url: string | null
  /** Names of cases; null: all. */
  readonly cases: readonly string[] | null
  readonly runs: number
  readonly quick: boolean
  readonly json: boolean
}

class UsageError extends Error {}

/** null when the error is of another kind. */
export function usageProblem(error: unknown): string | null {
  const isOurs = error instanceof UsageError
  const isParsers = String((error as NodeJS.ErrnoException).code).startsWith('ERR_PARSE_ARGS')
  return isOurs || isParsers ? (error as Error).message : null
}

const OPTIONS = {
  backend: { type: 'string' },
  url: { type: 'string' },
  case: { type: 'string' },
  runs: { type: 'string' },
  quick: { type: 'boolean' },
  json: { type: 'boolean' },
} as const

/** @throws UsageError that names the argument and what was expected */
export function readArguments(argv: readonly string[], caseNames: readonly string[]): BenchArguments {
  const { values, positionals } = parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true })
  if (positionals.join(' ') !== 'core')
    throw new UsageError(`expected the suite "core", got "${positionals.join(' ')}"`)
  const { quick = false, json = false, url = null } = values
  return {
    backend: oneOf('--backend', BACKENDS, values.backend),
    url,
    cases: values.case?.split(',').map((name) => oneOf('--case', caseNames, name)) ?? null,
    runs: count('--runs', values.runs, quick ? 1 : 5),
    quick,
    json,
  }
}

function oneOf<T extends string>(name: string, allowed: readonly T[], value: string | undefined): T {
  const found = allowed.find((candidate) => candidate === value)
  if (found === undefined)
    throw new UsageError(`${name}: expected one of ${allowed.join(', ')}, got ${value ?? 'nothing'}`)
  return found
}

function count(name: string, value: string | undefined, otherwise: number): number {
  const number = value === undefined ? otherwise : Number(value)
  if (!Number.isInteger(number) || number < 1)
    throw new UsageError(`${name}: expected a whole number from 1, got ${value}`)
  return number
}
