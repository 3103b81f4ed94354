import { describe, expect, test } from 'vitest'
import { deadBelow, fleetBelow, inBelow, outBelow, runningBelow, waitingBelow } from './tile-words'
import { totalsOf } from './totals'

const exact = (value: number) => ({ value, quality: 'exact' as const })
const nothing = totalsOf([])
const busy = {
  ...nothing,
  queues: 3,
  waiting: exact(62_900),
  inPerSecond: exact(1_928),
  outPerSecond: exact(1_846),
}

test('an installation without anything claims no success', () => {
  expect(waitingBelow(nothing)).toBe('no queues yet')
  expect(runningBelow(nothing)).toBe('no workers')
  expect(inBelow(nothing, null)).toBe('none now')
  expect(outBelow(nothing)).toBe('nothing to do')
  expect(deadBelow(nothing, null)).toBe('no task is dead')
  expect(fleetBelow({ live: 0, stale: 0, lost: 0, rollouts: 0 })).toBe('none yet')
})

describe('what goes out', () => {
  test('is held against what comes in', () => {
    expect(outBelow(busy)).toBe('backlog +82/s')
    expect(outBelow({ ...busy, outPerSecond: exact(1_928) })).toBe('keeps up')
    expect(outBelow({ ...busy, inPerSecond: { value: null, quality: 'exact' } })).toBe('balance unknown')
  })
  test('standing still with a backlog is not keeping up', () => {
    expect(outBelow({ ...busy, inPerSecond: exact(0), outPerSecond: exact(0) })).toBe('nothing is finished')
  })
})

test('the peak is told only where it is above the present', () => {
  expect(inBelow(busy, 2_340)).toBe('peak 2,340')
  expect(inBelow(busy, 1_928)).toBe('published')
})
test('dead tasks are told by their causes, and until those are known by their number', () => {
  expect(deadBelow({ ...busy, dead: 42_886 }, null)).toBe('42.9k in all')
  expect(deadBelow({ ...busy, dead: 42_886 }, { count: 3, more: false })).toBe('3 causes')
  expect(deadBelow({ ...busy, dead: 1 }, { count: 200, more: true })).toBe('200 causes or more')
})
test('instances that are behind or gone, and roll-outs, are counted', () => {
  expect(fleetBelow({ live: 48, stale: 2, lost: 1, rollouts: 1 })).toBe('2 stale · 1 lost · 1 roll-out')
  expect(fleetBelow({ live: 48, stale: 0, lost: 0, rollouts: 0 })).toBe('all current')
})
