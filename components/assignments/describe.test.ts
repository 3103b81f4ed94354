import { describe, expect, it } from 'vitest'
import { describeAssignment, describeHandler, differences, diffLines, shortHandler } from './describe.ts'
import type { Assignment, ConsumerAssignment } from './draft.ts'

const consumer: ConsumerAssignment = {
  role: 'consumer',
  type: 'email.send',
  workers: 4,
  handler: { kind: 'function' },
  paused: false,
  rateLimit: null,
}
const http = { kind: 'http', url: 'https://mailer.internal/send', secret: 'env:MAILER_SECRET' } as const

describe('an assignment in words', () => {
  it('says everything that decides how it runs', () => {
    expect(describeAssignment({ role: 'producer', type: 'email.send' })).toBe('produce email.send')
    expect(describeAssignment(consumer)).toBe('consume email.send  4 workers, function')
    expect(describeAssignment({ ...consumer, workers: 1, handler: http, paused: true, rateLimit: 2.5 })).toBe(
      'consume email.send  1 worker, https://mailer.internal/send, signed with env:MAILER_SECRET, at most 2.5/s, paused',
    )
    expect(describeHandler({ kind: 'function', name: 'render' })).toBe('function render')
    const custom = { kind: 'custom', name: 'acme.ticket', options: {} } as const
    expect([describeHandler(custom), shortHandler(custom)]).toEqual(['custom acme.ticket', 'acme.ticket'])
  })
})

describe('the difference of two revisions', () => {
  const producer: Assignment = { role: 'producer', type: 'email.send' }
  const other: Assignment = { role: 'producer', type: 'a.first' }

  it('is empty for the same assignments in another order', () => {
    expect(differences([producer, consumer], [consumer, producer])).toEqual([])
  })

  it('lists what was added, removed and changed by type, producers first', () => {
    const found = differences([producer, consumer], [other, { ...consumer, workers: 8 }])
    expect(found.map((entry) => diffLines(entry).map((line) => `${line.sign} ${line.text}`))).toEqual([
      ['+ produce a.first'],
      ['- produce email.send'],
      ['- consume email.send  4 workers, function', '+ consume email.send  8 workers, function'],
    ])
  })
})
