import { expect, it, vi } from 'vitest'
import { RateMeter } from './rate-meter.ts'

function meterAt(warmUpMs: number) {
  const now = vi.spyOn(performance, 'now')
  const meter = new RateMeter(warmUpMs)
  return {
    meter,
    countAt(atMs: number, events = 1) {
      now.mockReturnValue(atMs)
      meter.count(events)
    },
    finishAt(atMs: number) {
      now.mockReturnValue(atMs)
      meter.finished()
    },
  }
}

it('leaves out the warm-up', () => {
  const { meter, countAt } = meterAt(1_000)
  countAt(0)
  countAt(500)
  countAt(1_000)
  countAt(2_000, 100)
  expect(meter.perSecond()).toBe(100)
})

it('counts from the first event where the warm-up took all of them', () => {
  const { meter, countAt } = meterAt(1_000)
  countAt(0)
  countAt(500, 10)
  expect(meter.perSecond()).toBe(20)
})

it('includes the time until all is settled', () => {
  const { meter, countAt, finishAt } = meterAt(0)
  countAt(0)
  countAt(500, 10)
  finishAt(1_000)
  expect(meter.perSecond()).toBe(10)
})

it('refuses to tell a rate of a single event', () => {
  const { meter, countAt } = meterAt(0)
  countAt(0)
  expect(() => meter.perSecond()).toThrow('too few events (1)')
})
