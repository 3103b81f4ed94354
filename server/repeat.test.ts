import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { repeat } from './repeat.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('repeat', () => {
  it('keeps its pace and never overlaps itself, however long the work takes', async () => {
    let running = 0
    let most = 0
    const starts: number[] = []
    const loop = repeat(
      async () => {
        starts.push(Date.now())
        most = Math.max(most, ++running)
        await new Promise((resolve) => setTimeout(resolve, starts.length === 1 ? 2_500 : 100))
        running -= 1
      },
      { everyMs: 1_000, onError: () => undefined },
    )
    await vi.advanceTimersByTimeAsync(4_600)
    expect(most).toBe(1)
    expect(starts.map((start) => Math.round((start - (starts[0] ?? 0)) / 10) * 10)).toEqual([
      0, 2_500, 3_500, 4_500,
    ])
    const stopped = loop.stop()
    await vi.advanceTimersByTimeAsync(1_000)
    await stopped
    expect(starts).toHaveLength(4)
  })

  it('tells of each failure and waits longer after each, up to the limit', async () => {
    const failures: number[] = []
    const startedAt = Date.now()
    const times: number[] = []
    const loop = repeat(
      async () => {
        times.push(Date.now() - startedAt)
        throw new Error('away')
      },
      { everyMs: 1_000, maxBackOffMs: 3_000, onError: (_error, count) => failures.push(count) },
    )
    await vi.advanceTimersByTimeAsync(9_500)
    expect(times).toEqual([0, 1_000, 3_000, 6_000, 9_000])
    expect(failures).toEqual([1, 2, 3, 4, 5])
    await loop.stop()
  })

  it('waits on stop for the work that runs, and aborts its signal', async () => {
    const gate = Promise.withResolvers<void>()
    let aborted = false
    const loop = repeat(
      async (signal) => {
        signal.addEventListener('abort', () => {
          aborted = true
        })
        await gate.promise
      },
      { everyMs: 1_000, onError: () => undefined },
    )
    const ended = vi.fn()
    const stopping = loop.stop().then(ended)
    await vi.advanceTimersByTimeAsync(10)
    expect([aborted, ended.mock.calls.length]).toEqual([true, 0])
    gate.resolve()
    await stopping
    expect(ended).toHaveBeenCalled()
  })
})
