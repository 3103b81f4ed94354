import { describe, expect, it } from 'vitest'
import type { Schemas } from '@/components/api/client'
import { describeRetry, readType, typeFormOf } from './type-form.ts'

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
})
