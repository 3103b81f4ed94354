/** How callers call. */
import { setTimeout as sleep } from 'node:timers/promises'

/** One caller that does not wait for each answer: up to `size` calls are under way at once. */
export async function inWindow(
  size: number,
  isOver: () => boolean,
  call: () => Promise<unknown>,
): Promise<void> {
  let underWay = 0
  let failure: unknown = null
  let wake = () => {}
  const ended = () => {
    underWay -= 1
    wake()
  }
  const until = async (condition: () => boolean) => {
    while (!condition())
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    if (failure !== null) throw failure
  }
  while (!isOver()) {
    underWay += 1
    call().then(ended, (error) => {
      failure = error
      ended()
    })
    if (underWay >= size) await until(() => underWay < size)
  }
  await until(() => underWay === 0)
}

/** `callers` of them, each waiting for its answer before it calls again. */
export async function byCallers(
  callers: number,
  isOver: () => boolean,
  call: () => Promise<unknown>,
): Promise<void> {
  const caller = async () => {
    while (!isOver()) await call()
  }
  await Promise.all(Array.from({ length: callers }, caller))
}

/** `count` calls, `everyMs` apart on average, at random, whether or not the one before was answered. */
export async function atPace(count: number, everyMs: number, call: () => Promise<unknown>): Promise<void> {
  const calls: Promise<unknown>[] = []
  for (let index = 0; index < count; index++) {
    await sleep(everyMs * (0.5 + Math.random()))
    calls.push(call())
  }
  await Promise.all(calls)
}
