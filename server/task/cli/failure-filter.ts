/** Options that narrow failures, as `failures list` and `replay` share them, and as the API takes them. */
import { type Command, InvalidArgumentError, Option } from 'commander'
import { DEAD_REASONS } from '../task.ts'

export interface FilterOptions {
  readonly type?: readonly string[]
  readonly project?: readonly string[]
  readonly reason?: readonly string[]
  readonly group?: string
  readonly q?: string
  /** RFC 3339. */
  readonly from?: string
  readonly to?: string
}

export const FILTER_NAMES = ['type', 'project', 'reason', 'group', 'q', 'from', 'to'] as const

const UNITS_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const

/** An instant, or how long ago: "30m", "2h", "7d". */
export function parseInstant(text: string, now: Date): string {
  const ago = /^(\d+)([smhd])$/.exec(text)
  if (ago !== null) {
    const unit = UNITS_MS[ago[2] as keyof typeof UNITS_MS]
    return new Date(now.getTime() - Number(ago[1]) * unit).toISOString()
  }
  const at = new Date(text)
  if (!/^\d{4}-\d\d-\d\d/.test(text) || Number.isNaN(at.getTime()))
    throw new InvalidArgumentError(
      'Expected an instant ("2026-03-01T12:00:00Z") or how long ago ("30m", "2h", "7d").',
    )
  return at.toISOString()
}

const collect = (value: string, earlier: readonly string[] = []): string[] => [...earlier, value]

function collectReason(value: string, earlier: readonly string[] = []): string[] {
  if (!DEAD_REASONS.some((reason) => reason === value))
    throw new InvalidArgumentError(`Expected one of ${DEAD_REASONS.join(', ')}.`)
  return [...earlier, value]
}

const instantOf = (text: string) => parseInstant(text, new Date())

export function withFilterOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--type <type>', 'of this task type; may be given several times').argParser(collect),
    )
    .addOption(
      new Option('--project <project>', 'that died in this project; several times').argParser(collect),
    )
    .addOption(
      new Option('--reason <reason>', `why they died: ${DEAD_REASONS.join(', ')}; several times`).argParser(
        collectReason,
      ),
    )
    .option('--group <fingerprint>', 'of one cause')
    .option('--q <text>', 'whose error, answer or payload holds this text')
    .option('--from <instant>', 'failed at or after: an instant, or how long ago ("2h")', instantOf)
    .option('--to <instant>', 'failed before', instantOf)
}

/** For the query of a list. */
export function filterQuery(options: FilterOptions): URLSearchParams {
  const query = new URLSearchParams()
  for (const name of FILTER_NAMES)
    for (const value of [options[name] ?? []].flat()) query.append(name, String(value))
  return query
}

/** For the selection of a replay; null when nothing narrows it. */
export function filterBody(options: FilterOptions): Record<string, unknown> | null {
  const given = FILTER_NAMES.flatMap((name) =>
    options[name] === undefined ? [] : [[name, options[name]] as const],
  )
  return given.length === 0 ? null : Object.fromEntries(given)
}
