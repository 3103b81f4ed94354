/** What narrows a list of failures, as SQL: one translation for the list, its counts, bulk changes and replays. */
import type { FailureStatus } from './failure-status.ts'

export interface FailureConditions {
  readonly type?: readonly string[] | undefined
  readonly project?: readonly string[] | undefined
  readonly reason?: readonly string[] | undefined
  /** A fingerprint. */
  readonly group?: string | undefined
  /** A substring, in any case. */
  readonly q?: string | undefined
  /** ISO 8601; failed at or after. */
  readonly from?: string | undefined
  /** ISO 8601; failed before. */
  readonly to?: string | undefined
  readonly taskId?: string | undefined
  /** The replay in which they died again. */
  readonly replay?: string | undefined
  readonly status?: FailureStatus | undefined
  /** Put away at this very instant: all that one act put away. */
  readonly archivedAt?: Date | undefined
}

export interface SqlWhere {
  /** A condition on the table `failure` under the alias `f`; `true` when nothing narrows. */
  readonly sql: string
  /** Of the parameters from `$1` on; a caller's own follow them. */
  readonly values: readonly unknown[]
}

/** Text as it is kept for searching, and as it is searched. Postgres holds no NUL. */
export const searchable = (text: string) => text.toWellFormed().replaceAll('\0', '\uFFFD').toLowerCase()

/** A pattern that matches every text that holds `q`; what LIKE reads as a sign stands for itself. */
export const likePattern = (q: string) => `%${searchable(q).replaceAll(/[\\%_]/g, '\\$&')}%`

export const SEARCHED = 'exists (select from failure_text t where t."deadId" = f."deadId" and t.text like $)'

/** `$` stands for the value. */
const CONDITIONS: readonly [name: keyof FailureConditions, sql: string][] = [
  ['status', 'f.status = $'],
  ['type', 'f.type = any($::text[])'],
  ['project', 'f.project = any($::text[])'],
  ['reason', 'f.reason = any($::text[])'],
  ['group', 'f.fingerprint = $'],
  ['from', 'f."failedAt" >= $::timestamptz'],
  ['to', 'f."failedAt" < $::timestamptz'],
  ['taskId', 'f."taskId" = $'],
  ['replay', 'f."diedInReplay" = $::uuid'],
  ['archivedAt', 'f."archivedAt" = $::timestamptz'],
  ['q', SEARCHED],
]

const isAbsent = (value: unknown) => value === undefined || (Array.isArray(value) && value.length === 0)

/** Of one value an index that goes on by time can be used; of a list it cannot. */
const single = (value: unknown, sql: string): [unknown, string] =>
  Array.isArray(value) && value.length === 1
    ? [value[0], sql.replace(/any\(\$::text\[\]\)/, '$')]
    : [value, sql]

/** @param frozenAt only what was in the archive at this instant */
export function failureWhere(conditions: FailureConditions, frozenAt?: Date | string): SqlWhere {
  const parts: string[] = []
  const values: unknown[] = []
  const add = (condition: string, value: unknown) => {
    values.push(value)
    parts.push(condition.replace('$', () => `$${values.length}`))
  }
  for (const [name, condition] of CONDITIONS) {
    const given = conditions[name]
    if (isAbsent(given)) continue
    const [value, sql] = single(given, condition)
    add(sql, name === 'q' ? likePattern(value as string) : value)
  }
  if (frozenAt !== undefined) add('f."storedAt" <= $::timestamptz', frozenAt)
  return { sql: parts.length === 0 ? 'true' : parts.join(' and '), values }
}

/** Whether a filter leaves nothing out; the status apart, which is no choice of a bulk action. */
export function narrowsNothing({ status: _status, ...conditions }: FailureConditions): boolean {
  return Object.values(conditions).every(isAbsent)
}
