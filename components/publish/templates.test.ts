import { describe, expect, it } from 'vitest'
import { MOST_TEMPLATES, parseTemplates, withTemplate } from './templates.ts'

const template = (payload: string, at = 1) => ({ type: 'a', payload, at })

describe('templates', () => {
  it('keep the newest first, each message once, and not for ever', () => {
    const three = withTemplate(withTemplate(withTemplate([], template('1')), template('2')), template('1', 9))
    expect(three).toEqual([template('1', 9), template('2')])
    let many = three
    for (let index = 0; index < 50; index++) many = withTemplate(many, template(`x${index}`))
    expect(many).toHaveLength(MOST_TEMPLATES)
  })

  it('leave out what is too large to keep', () => {
    expect(withTemplate([], template('x'.repeat(20_001)))).toEqual([])
  })

  it('survive whatever stands in the storage', () => {
    expect(parseTemplates(null)).toEqual([])
    expect(parseTemplates('{')).toEqual([])
    expect(parseTemplates('[1, {"type":"a"}, {"type":"a","payload":"1","at":1}]')).toEqual([template('1')])
  })
})
