import { expect, it } from 'vitest'
import { jsonLine, median, ratioOf } from './report.ts'

it('says with a ratio above 1 that we do better, whether more or less is better', () => {
  expect(ratioOf('tasks/s', 200, 100)).toBe(2)
  expect(ratioOf('ms', 5, 10)).toBe(2)
})

it('takes the middle of an odd number of runs, and between the two in the middle of an even one', () => {
  expect(median([9, 1, 5])).toBe(5)
  expect(median([9, 1, 5, 7])).toBe(6)
})

it('writes a comparison with as many digits as mean something', () => {
  const comparison = {
    suite: 'core',
    backend: 'postgres',
    case: 'run-1',
    unit: 'tasks/s',
    ours: 12_345.678_9,
    reference: 10_000,
    referenceName: 'raw',
    ratio: 1.234_567_89,
    runs: 5,
  } as const
  expect(JSON.parse(jsonLine(comparison))).toEqual({ ...comparison, ours: 12_345.7, ratio: 1.235 })
})
