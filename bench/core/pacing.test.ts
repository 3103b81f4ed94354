import { setImmediate as turn } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { byCallers, inWindow } from './pacing.ts'

/** Calls that take a turn of the event loop, and how many were under way at most. */
function calls(wanted: number) {
  const seen = { begun: 0, underWay: 0, most: 0 }
  return {
    seen,
    isOver: () => seen.begun >= wanted,
    async call() {
      seen.begun += 1
      seen.underWay += 1
      seen.most = Math.max(seen.most, seen.underWay)
      await turn()
      seen.underWay -= 1
    },
  }
}

it('keeps a window full and waits for the last call', async () => {
  const { seen, isOver, call } = calls(100)
  await inWindow(7, isOver, call)
  expect(seen).toEqual({ begun: 100, underWay: 0, most: 7 })
})

it('fails with the call that failed', async () => {
  const { isOver, call } = calls(100)
  const failing = inWindow(7, isOver, async () => {
    await call()
    throw new Error('refused')
  })
  await expect(failing).rejects.toThrow('refused')
})

it('lets each caller wait for its own answer', async () => {
  const { seen, isOver, call } = calls(50)
  await byCallers(5, isOver, call)
  expect(seen).toMatchObject({ underWay: 0, most: 5 })
})
