/** One comparison as a line: JSON for programs, a row of an aligned table for people. */
import type { BenchBackend } from './arguments.ts'

export interface Comparison {
  readonly suite: 'core'
  readonly backend: BenchBackend
  readonly case: string
  readonly unit: 'tasks/s' | 'ms'
  /** Median of all runs. */
  readonly ours: number
  readonly reference: number
  readonly referenceName: string
  /** Above 1 we do better, whatever the unit. */
  readonly ratio: number
  /** Of each. */
  readonly runs: number
}

/** What a row shows besides: the smallest and the largest ratio within one round of runs. */
export interface Spread {
  readonly least: number
  readonly most: number
}

const WIDTHS = [20, 16, 11, 11, 9, 7, 13] as const
const HEAD = ['case', 'beside', 'ours', 'reference', 'unit', 'ratio', 'per round']

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}

/** More tasks are better, fewer milliseconds are. */
export function ratioOf(unit: Comparison['unit'], ours: number, reference: number): number {
  return unit === 'ms' ? reference / ours : ours / reference
}

function row(cells: readonly string[]): string {
  const padded = cells.map((cell, index) => {
    const width = WIDTHS[index] ?? 0
    return index < 2 ? cell.padEnd(width) : cell.padStart(width)
  })
  return padded.join(' ')
}

const figure = (value: number, unit: Comparison['unit']) =>
  unit === 'ms' ? value.toFixed(2) : Math.round(value).toLocaleString('en')

export const tableHead = (): string => row(HEAD)

export function tableRow(comparison: Comparison, { least, most }: Spread): string {
  const { unit, ours, reference, ratio, referenceName } = comparison
  return row([
    comparison.case,
    referenceName,
    figure(ours, unit),
    figure(reference, unit),
    unit,
    ratio.toFixed(2),
    `${least.toFixed(2)}–${most.toFixed(2)}`,
  ])
}

const rounded = (value: number, digits: number) => Number(value.toFixed(digits))

export function jsonLine(comparison: Comparison): string {
  const digits = comparison.unit === 'ms' ? 3 : 1
  return JSON.stringify({
    ...comparison,
    ours: rounded(comparison.ours, digits),
    reference: rounded(comparison.reference, digits),
    ratio: rounded(comparison.ratio, 3),
  })
}
