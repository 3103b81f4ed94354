import { describe, expect, it } from 'vitest'
import { createClosing } from './closing.ts'

describe('closing', () => {
  it('ends what was started in reverse order, once, and goes on after a failure', async () => {
    const ended: string[] = []
    const closing = createClosing()
    const add = (name: string, fails = false) =>
      closing.add(name, async () => {
        ended.push(name)
        if (fails) throw new Error(`${name} is stuck`)
      })
    add('database')
    add('loops', true)
    add('http')
    const [first, second] = await Promise.all([closing.close(), closing.close()])
    expect(ended).toEqual(['http', 'loops', 'database'])
    expect(first).toEqual([{ name: 'loops', error: new Error('loops is stuck') }])
    expect(second).toBe(first)
  })
})
