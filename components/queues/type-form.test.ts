import { describe, expect, it } from 'vitest'
import type { Schemas } from '@/components/api/client'
import { describeRetry, type Retry } from './retry-form.ts'
import { readType, typeFormOf } from './type-form.ts'

const type: Schemas['TaskType'] = {
  name: 'email.send',
  description: 'Sends one e-mail',
  backend: 'main',
  queueName: null,
  retry: { maxAttempts: 10, initialMs: 1_000, factor: 2, maxMs: 3_600_000, jitter: 0.2 },
  timeoutMs: 30_000,
  payloadSchema: { type: 'object' },
  redactPaths: ['/to', '/body'],
  order: 'none',
  rateLimit: null,
  createdAt: '2026-01-31T12:00:00.000Z',
  updatedAt: '2026-01-31T12:00:00.000Z',
}

describe('the settings of a type', () => {
  it('come back as they were', () => {
    const { name: _n, backend: _b, queueName: _q, createdAt: _c, updatedAt: _u, ...patch } = type
    expect(readType(typeFormOf(type))).toEqual({ ok: true, patch })
  })

  it('say at each field what was expected', () => {
    const reading = readType({
      ...typeFormOf(type),
      maxAttempts: '0',
      timeoutMs: '',
      jitter: '120',
      rateLimit: '-1',
      redactPaths: '/to body',
      schema: '[]',
    })
    expect(reading.ok ? [] : Object.keys(reading.errors).sort()).toEqual([
      'jitter',
      'maxAttempts',
      'rateLimit',
      'redactPaths',
      'schema',
      'timeoutMs',
    ])
  })

  it('describe the retry in one sentence', () => {
    expect(describeRetry(type.retry)).toBe('10 attempts, 1 s × 2, at most 1 h apart, up to 20 % longer')
    expect(describeRetry({ ...type.retry, maxAttempts: 1 })).toBe('no retry: 1 attempt')
  })

  const fixed: Retry = { kind: 'fixed', maxAttempts: 5, delayMs: 5_000, jitter: 0 }
  const list: Retry = {
    kind: 'list',
    maxAttempts: 4,
    delaysMs: [1_000, 60_000],
    jitter: 0.1,
    byCode: { 'http-503': fixed, ENOSPC: 'dead' },
  }

  it.each([[fixed], [list]])('keep a retry of any kind: %j', (retry) => {
    const reading = readType(typeFormOf({ ...type, retry }))
    expect(reading.ok && reading.patch.retry).toEqual(retry)
  })

  it('tell kinds and exceptions in the sentence', () => {
    expect(describeRetry(list)).toBe(
      '4 attempts, after 1 s, 1 min, up to 10 % longer; http-503: 5 attempts, 5 s apart; ENOSPC: dead at once',
    )
  })

  it.each([
    [{ retryKind: 'list', delaysMs: '' }, 'delaysMs'],
    [{ retryKind: 'list', delaysMs: '1 x' }, 'delaysMs'],
    [{ retryKind: 'fixed', delayMs: '-1' }, 'delayMs'],
    [{ byCode: '[]' }, 'byCode'],
    [{ byCode: '{' }, 'byCode'],
  ] as const)('say what is wrong with %j', (part, field) => {
    const reading = readType({ ...typeFormOf(type), ...part })
    expect(reading.ok ? [] : Object.keys(reading.errors)).toEqual([field])
  })
})
