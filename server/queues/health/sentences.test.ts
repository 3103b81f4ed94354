import { describe, expect, it } from 'vitest'
import { HEALTH_CODES } from './finding.ts'
import { healthAfter } from './test-facts.ts'
import { SENTENCES } from './test-sentences.ts'
import { SENTENCES_OF_DEATHS } from './test-sentences-of-deaths.ts'

const ROWS = [...SENTENCES, ...SENTENCES_OF_DEATHS]

describe('the sentences of health', () => {
  it.each(ROWS)('%s: %s', (code, _name, more, state, message, action) => {
    const health = healthAfter(more, 240)
    expect(health.state).toBe(state)
    expect(health.reasons[0]).toMatchObject({ code, message, since: expect.any(String) })
    expect(health.actions[0]?.code ?? null).toBe(action)
  })

  it('has a row here for every code', () => {
    expect(new Set(ROWS.map(([code]) => code))).toEqual(new Set(HEALTH_CODES))
  })
})
