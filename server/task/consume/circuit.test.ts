import { describe, expect, it } from 'vitest'
import { TaskError } from '../errors.ts'
import {
  afterAttempt,
  type Circuit,
  CLOSED,
  type Outage,
  outageOf,
  probing,
  workersAllowed,
} from './circuit.ts'
import type { Verdict } from './verdict.ts'

const away: Outage = { target: 'http://billing', status: 503, error: 'The target answered 503.' }

/** Attempts that end one after the other; the outage of each, or null for an answer. */
function run(
  circuit: Circuit,
  ends: readonly (Outage | null)[],
  { fromMs = 0, everyMs = 1_000, tasks = 100, workers = 8 } = {},
): Circuit {
  return ends.reduce<Circuit>(
    (before, outage, at) =>
      afterAttempt(before, {
        outage,
        taskId: `t${at % tasks}`,
        nowMs: fromMs + at * everyMs,
        random: 0.5,
        workers,
      }),
    circuit,
  )
}
const times = (count: number, outage: Outage | null = away) => Array<Outage | null>(count).fill(outage)
const open = () => run(CLOSED, times(11))

describe('a circuit', () => {
  it('opens when ten attempts in a row, over ten seconds and of three tasks, find the target away', () => {
    expect(run(CLOSED, times(10)).kind).toBe('closed')
    expect(open()).toMatchObject({ kind: 'open', sinceMs: 0, probeAtMs: 15_000, outage: away })
    expect(run(CLOSED, times(9), { everyMs: 5_000 }).kind).toBe('closed')
  })

  it('stays closed through a short failure, however many tasks it meets: their retries are made for it', () => {
    expect(run(CLOSED, times(5_000), { everyMs: 1 }).kind).toBe('closed')
  })

  it('stays closed when it is one bad task, or when any other succeeds in between', () => {
    expect(run(CLOSED, times(100), { tasks: 2 }).kind).toBe('closed')
    expect(run(CLOSED, [...times(9), null, ...times(9), null, ...times(9)]).kind).toBe('closed')
  })

  it('lets nothing through while open, one task as a probe, and waits longer after each that fails', () => {
    const opened = open()
    expect(workersAllowed(opened, 8)).toBe(0)
    expect(run(opened, [null, away])).toBe(opened)
    const asks = probing(opened)
    expect(workersAllowed(asks, 8)).toBe(1)
    const waits: number[] = []
    let circuit: Circuit = asks
    for (let at = 0; at < 6; at += 1) {
      circuit = probing(run(circuit, [away], { fromMs: 100_000 }))
      if (circuit.kind === 'probing') waits.push(circuit.probeAtMs - 100_000)
    }
    expect(waits).toEqual([10_000, 20_000, 40_000, 60_000, 60_000, 60_000])
    expect(circuit).toMatchObject({ sinceMs: 0 })
  })

  it('takes up work again step by step, and stops at the first outage meanwhile', () => {
    const allowed = [1, 2, 3, 4].map((answers) =>
      workersAllowed(run(probing(open()), times(answers, null)), 8),
    )
    expect(allowed).toEqual([1, 2, 4, 8])
    expect(run(probing(open()), times(4, null))).toBe(CLOSED)
    const again = run(probing(open()), [null, null, away], { fromMs: 50_000 })
    expect(again).toMatchObject({ kind: 'open', sinceMs: 52_000 })
  })
})

describe('what tells of a target that is down', () => {
  const failed = (context: Record<string, unknown>): Verdict => ({
    kind: 'retry',
    failure: {
      error: new TaskError('target-failed', 'no', { context: { url: 'http://a:1/b?key=1', ...context } }),
    },
  })
  it.each([502, 503, 504])('the status %i', (status) =>
    expect(outageOf(failed({ status }))).toMatchObject({ target: 'http://a:1', status }),
  )
  it('no answer, or none in time', () => {
    expect(outageOf(failed({ code: 'ECONNREFUSED' }))).toMatchObject({ status: null })
    const error = new TaskError('handler-timeout', 'late')
    expect(outageOf({ kind: 'retry', failure: { error } })).toMatchObject({ status: null })
  })
  it.each([400, 404, 429, 500])('not the status %i: somebody answered', (status) =>
    expect(outageOf(failed({ status }))).toBeNull(),
  )
  it('and nothing of a task that the end of the worker cut off', () => {
    const error = new TaskError('closed', 'The worker stops.')
    expect(outageOf({ kind: 'retry', failure: { error } })).toBeUndefined()
  })
})
