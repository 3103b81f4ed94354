import { describe, expect, it } from 'vitest'
import { errorClass, headlineOf, nextDeath, nth, whatBecame, whyDead } from './failure-words.ts'

const error = { name: 'SmtpError', message: 'Mailbox unavailable.', stack: null }
const told = { attempts: 10, responseStatus: null, error } as const

describe('the headline of an error', () => {
  it('begins with what the target said, and ends with which it was', () => {
    const message = 'The target http://127.0.0.1:80/orders answered 422: order A-1 has no address'
    expect(headlineOf({ name: 'TaskError', message })).toBe(
      'order A-1 has no address (127.0.0.1:80/orders answered 422)',
    )
  })

  it('is the message as it is, else the name', () => {
    const message = 'The target http://127.0.0.1:80/orders answered 500.'
    expect(headlineOf({ name: 'TaskError', message })).toBe(message)
    expect(headlineOf({ name: 'SmtpError', message: '' })).toBe('SmtpError')
  })
})

describe('why a task is dead', () => {
  it('tells the attempts and what the target answered', () => {
    expect(whyDead({ ...told, reason: 'exhausted', responseStatus: 503 })).toBe(
      'All 10 attempts failed; at the last one its target answered 503.',
    )
    expect(whyDead({ ...told, reason: 'exhausted', attempts: 1 })).toBe(
      'Its only attempt failed: Mailbox unavailable.',
    )
  })

  it('tells that a rejection was not worth another attempt', () => {
    expect(whyDead({ ...told, reason: 'rejected', attempts: 1, responseStatus: 422 })).toBe(
      'At once its target answered 422, which says that trying again is of no use.',
    )
    expect(whyDead({ ...told, reason: 'rejected', attempts: 3 })).toContain('At its 3rd attempt its handler')
  })

  it('has a sentence for every reason', () => {
    for (const reason of ['timeout', 'expired', 'malformed', 'crashed'] as const)
      expect(whyDead({ ...told, reason })).toMatch(/^[A-Z].*\.$/)
  })

  it('names the class of an error only where that tells something', () => {
    expect(errorClass(error)).toBe('SmtpError')
    expect(errorClass({ name: 'TaskError', message: 'The target answered 503.' })).toBeNull()
    expect(errorClass({ name: 'SmtpError', message: '' })).toBeNull()
  })

  it('tells what became of it, and leads to the death that came of a replay', () => {
    const replays = [{ id: 'r', state: 'failed-again', detail: null, at: null }]
    expect(whatBecame({ status: 'replayed', replays })).toEqual({
      state: 'danger',
      title: 'Replayed, and failed again',
    })
    expect(whatBecame({ status: 'dead', replays }).title).toBe('Dead')
    const death = (id: string, minute: number) => ({
      id,
      failedAt: new Date(Date.UTC(2026, 0, 31, 12, minute)).toISOString(),
      status: 'dead' as const,
    })
    const otherDeaths = [death('later', 9), death('next', 7), death('before', 1)]
    expect(nextDeath({ failedAt: death('this', 5).failedAt, otherDeaths })?.id).toBe('next')
    expect(nextDeath({ failedAt: death('this', 10).failedAt, otherDeaths })).toBeNull()
  })

  it('counts as people do', () => {
    expect([1, 2, 3, 4, 11, 22].map(nth)).toEqual(['1st', '2nd', '3rd', '4th', '11th', '22nd'])
  })
})
