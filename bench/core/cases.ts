/** The cases, and what is run to measure each: several figures may come from one run. */
import type { Comparison } from '../report.ts'

export type Workload =
  | {
      readonly kind: 'publish'
      readonly callers: number
      readonly warmUpMs: number
      readonly measureMs: number
    }
  | {
      readonly kind: 'run'
      readonly workers: number
      readonly tasks: number
      readonly warmUpMs: number
      /** What is not done by then is left. */
      readonly longestMs: number
    }
  | { readonly kind: 'latency'; readonly tasks: number; readonly everyMs: number }
  | { readonly kind: 'retry'; readonly workers: number; readonly tasks: number }

export interface Case {
  readonly name: string
  readonly unit: Comparison['unit']
}

export interface Measurement {
  /** In the order of the figures that a run gives. */
  readonly cases: readonly Case[]
  readonly workload: Workload
  /** Contenders that cannot do it. */
  readonly without: readonly string[]
}

const rate = (name: string): readonly Case[] => [{ name, unit: 'tasks/s' }]
const LATENCIES: readonly Case[] = [
  { name: 'latency-p50', unit: 'ms' },
  { name: 'latency-p99', unit: 'ms' },
]

/** @param quick far too short to tell a speed */
export function measurementsOf(quick: boolean): Measurement[] {
  const publish = quick ? { warmUpMs: 50, measureMs: 150 } : { warmUpMs: 1_000, measureMs: 3_000 }
  const run = quick
    ? { tasks: 200, warmUpMs: 10, longestMs: 2_000 }
    : { tasks: 20_000, warmUpMs: 500, longestMs: 8_000 }
  const latency = quick ? { tasks: 30, everyMs: 10 } : { tasks: 600, everyMs: 10 }
  const runs = [1, 10, 100].map((workers) => ({
    cases: rate(`run-${workers}`),
    workload: { kind: 'run', workers, ...run } as const,
    without: [],
  }))
  return [
    { cases: rate('publish'), workload: { kind: 'publish', callers: 1, ...publish }, without: [] },
    {
      cases: rate('publish-100-callers'),
      workload: { kind: 'publish', callers: 100, ...publish },
      without: [],
    },
    ...runs,
    { cases: LATENCIES, workload: { kind: 'latency', ...latency }, without: [] },
    {
      cases: rate('retry'),
      workload: { kind: 'retry', workers: 100, tasks: quick ? 100 : 5_000 },
      // Its backoff is fixed, and begins with seconds.
      without: ['graphile-worker'],
    },
  ]
}

export const CASE_NAMES = measurementsOf(true).flatMap(({ cases }) => cases.map(({ name }) => name))
