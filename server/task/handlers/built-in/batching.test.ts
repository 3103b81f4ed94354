import { describe, expect, it } from 'vitest'
import type { Job, Verdict } from '../../consume/verdict.ts'
import { DONE } from '../../consume/verdict.ts'
import { inBatches, REFUSED_AS_ONE } from './batching.ts'
import { taskWith } from './test-service.ts'

const jobOf = (payload: unknown, signal = new AbortController().signal): Job => ({
  ...{ task: taskWith(payload), signal },
  message: () => {
    throw new Error('not asked for')
  },
})

function service(
  answer: (items: readonly string[]) => readonly Verdict[] | typeof REFUSED_AS_ONE,
  more = {},
) {
  const calls: (readonly string[])[] = []
  const run = inBatches({
    service: 'Test',
    limits: { maxTasks: 4, maxBytes: 10_000, maxItemBytes: 100, lingerMs: 5, ...more },
    itemOf: ({ task }) => String(task.payload),
    async runMany(items) {
      calls.push(items)
      return answer(items)
    },
  })
  return { run, calls }
}
const allDone = (items: readonly string[]) => items.map(() => DONE)

describe('gathering jobs', () => {
  it('sends together what comes together, up to the limit of tasks', async () => {
    const { run, calls } = service(allDone)
    await Promise.all(['a', 'b', 'c', 'd', 'e'].map((text) => run(jobOf(text))))
    expect(calls).toEqual([['a', 'b', 'c', 'd'], ['e']])
  })

  it('a single worker never lingers', async () => {
    const { run, calls } = service(allDone, { lingerMs: 3_600_000 })
    await run(jobOf('a'))
    await run(jobOf('b'))
    expect(calls).toEqual([['a'], ['b']])
  })

  it('batch partly failed: halves a batch that is refused as one until the culprit stands alone', async () => {
    const bad: Verdict = { kind: 'dead', reason: 'rejected', failure: { error: new Error('bad') } }
    const { run } = service((items) => {
      if (!items.includes('bad')) return allDone(items)
      return items.length > 1 ? REFUSED_AS_ONE : [bad]
    })
    const verdicts = await Promise.all(['a', 'bad', 'c'].map((text) => run(jobOf(text))))
    expect(verdicts).toEqual([DONE, bad, DONE])
  })

  it('a job that is aborted leaves by itself; the others get their answer', async () => {
    const answered = Promise.withResolvers<void>()
    const run = inBatches({
      service: 'Test',
      limits: { maxTasks: 4, maxBytes: 10_000, maxItemBytes: 100, lingerMs: 5 },
      itemOf: ({ task }) => String(task.payload),
      runMany: (items) => answered.promise.then(() => allDone(items)),
    })
    const controller = new AbortController()
    const leaving = run(jobOf('a', controller.signal))
    const staying = run(jobOf('b'))
    await new Promise((resolve) => setImmediate(resolve))
    controller.abort(new Error('too late'))
    expect(await leaving).toMatchObject({ kind: 'retry', failure: { error: { message: 'too late' } } })
    answered.resolve()
    expect(await staying).toEqual(DONE)
  })

  it('an item over its limit is dead, and nothing is sent', async () => {
    const { run, calls } = service(allDone)
    expect(await run(jobOf('x'.repeat(101)))).toMatchObject({
      kind: 'dead',
      failure: { error: { code: 'payload-too-large' } },
    })
    expect(calls).toEqual([])
  })
})
