import { describe, expect, it, vi } from 'vitest'
import { base, consumer, deadOf, RETRY, started } from './test-system.ts'

describe('a failure whose code the policy names', () => {
  it('is tried again as the exception says, or is dead at once', async () => {
    const byCode = {
      EAGAIN: { kind: 'fixed' as const, maxAttempts: 3, delayMs: 0, jitter: 0 },
      ENOSPC: 'dead' as const,
    }
    const attempts: string[] = []
    const fail = (code: string) => {
      attempts.push(code)
      throw Object.assign(new Error(`it said ${code}`), { code })
    }
    const retry = { maxAttempts: 1, ...RETRY, byCode }
    const config = { ...base(), consumers: [consumer({ retry })] }
    const { system, backend } = await started({ 'email.send': (task) => fail(String(task.payload)) }, config)
    for (const code of ['EAGAIN', 'ENOSPC', 'EOTHER']) await system.publish('email.send', code)
    await vi.waitFor(async () => expect(await deadOf(backend)).toHaveLength(3))
    expect(attempts.toSorted()).toEqual(['EAGAIN', 'EAGAIN', 'EAGAIN', 'ENOSPC', 'EOTHER'])
    const reasons = (await deadOf(backend)).map(({ reason, info }) => [info?.error.message, reason])
    expect(reasons.toSorted()).toEqual([
      ['it said EAGAIN', 'exhausted'],
      ['it said ENOSPC', 'rejected'],
      ['it said EOTHER', 'exhausted'],
    ])
  })
})
