import { setTimeout as sleep } from 'node:timers/promises'

/** Repeats `check` until it no longer throws; its last error when it never stops within the time. */
export async function eventually<T>(check: () => T | Promise<T>, withinMs = 10_000): Promise<T> {
  const deadline = performance.now() + withinMs
  for (;;) {
    try {
      return await check()
    } catch (error) {
      if (performance.now() > deadline) throw error
      await sleep(10)
    }
  }
}

/** Until `condition` holds; fails with `what` when it does not within the time. */
export async function until(what: string, condition: () => boolean, withinMs = 10_000): Promise<void> {
  await eventually(() => {
    if (!condition()) throw new Error(`expected within ${withinMs} ms: ${what}`)
  }, withinMs)
}
