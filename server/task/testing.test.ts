import { afterEach, describe, expect, it } from 'vitest'
import { createTestTasks, type TestTasks, type TestTasksOptions } from './testing.ts'

let tasks: TestTasks
const create = async (options: TestTasksOptions) => {
  tasks = await createTestTasks(options)
  return tasks
}
afterEach(() => tasks.close())

describe('tasks under test', () => {
  it('settle when all have run, with those that handlers published; what was published is told', async () => {
    const sent: unknown[] = []
    await create({
      handlers: {
        'order.place': (task) => tasks.publish('email.send', { order: task.payload }),
        'email.send': (task) => sent.push(task.payload),
      },
      producesOnly: ['report.make'],
    })
    await tasks.publish('order.place', 1)
    await tasks.publish('order.place', 2)
    await tasks.publish('report.make', 'monthly')
    await tasks.settled()
    expect(sent).toEqual([{ order: 1 }, { order: 2 }])
    expect(tasks.published('email.send').map(({ payload }) => payload)).toEqual(sent)
    expect(tasks.published()).toHaveLength(5)
    expect(await tasks.dead()).toEqual([])
  })

  it('are retried at once and die with their last error', async () => {
    const attempts: number[] = []
    await create({
      maxAttempts: 3,
      handlers: {
        'email.send': ({ attempt }) => {
          attempts.push(attempt)
          throw new Error(`no answer to attempt ${attempt}`)
        },
        'email.check': (_task, ctx) => ctx.dead('no such mailbox'),
      },
    })
    await tasks.publish('email.send', {}, { id: 'a', tracked: true })
    await tasks.publish('email.check', {}, { id: 'b' })
    await tasks.settled()
    expect(attempts).toEqual([1, 2, 3])
    expect(await tasks.dead()).toMatchObject([
      { task: { id: 'a', type: 'email.send' }, reason: 'exhausted', error: 'no answer to attempt 3' },
      { task: { id: 'b' }, reason: 'rejected', error: 'no such mailbox' },
    ])
    expect(tasks.published()).toHaveLength(2)
  })

  it('that are for later are not waited for; one that hangs is named', async () => {
    await create({ handlers: { 'email.send': () => new Promise(() => {}), 'email.later': () => {} } })
    await tasks.publish('email.later', {}, { delayMs: 3_600_000 })
    await tasks.settled()
    await tasks.publish('email.send', {})
    await expect(tasks.settled({ timeoutMs: 50 })).rejects.toThrow('email.send')
    await tasks.close({ deadlineMs: 0 })
  })
})
