/** Values of options. */
import { InvalidArgumentError } from 'commander'
import { SCOPES, type Scope } from '../auth/scopes.ts'

/** Collects `--scope a --scope b`. */
export function parseScope(value: string, earlier: readonly Scope[] = []): Scope[] {
  const scope = SCOPES.find((known) => known === value)
  if (scope === undefined) throw new InvalidArgumentError(`expected one of ${SCOPES.join(', ')}`)
  return [...earlier, scope]
}

export function parseDays(value: string): number {
  const days = Number(value)
  if (!Number.isInteger(days) || days < 1) throw new InvalidArgumentError('expected a whole number of days')
  return days
}
