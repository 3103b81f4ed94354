import { describe, expect, it } from 'vitest'
import { optionFields, optionTexts, readOptions } from './option-schema.ts'

const secret = { type: 'string', format: 'secret-reference', pattern: '^env:[A-Z]+$' }
const schema = {
  type: 'object',
  properties: {
    apiUrl: { type: 'string', format: 'uri', default: 'https://api.example' },
    key: secret,
    method: { type: 'string', enum: ['POST', 'PUT'], default: 'POST' },
    batch: { type: 'integer', minimum: 1, maximum: 10 },
    secure: { type: 'boolean', default: true },
    headers: { type: 'object', additionalProperties: { type: 'string' } },
    secretHeaders: { type: 'object', additionalProperties: secret },
  },
  required: ['key'],
}
const fields = optionFields(schema)
const untouched = optionTexts(fields, {})

describe('the form of an options schema', () => {
  it('asks first for what must be given, each with the control of its kind', () => {
    expect(fields.map(({ name, kind }) => `${name} ${kind}`)).toEqual([
      'key secret',
      'apiUrl text',
      'method choice',
      'batch number',
      'secure boolean',
      'headers entries',
      'secretHeaders entries',
    ])
  })

  it('gives back what it was filled with', () => {
    const options = {
      apiUrl: 'https://eu.example',
      key: 'env:KEY',
      method: 'PUT',
      batch: 3,
      secure: false,
      headers: { accept: 'text/plain', via: 'a: b' },
      secretHeaders: { authorization: 'env:AUTH' },
    }
    expect(readOptions(fields, optionTexts(fields, options))).toEqual({ ok: true, options })
  })

  it('keeps the defaults of what is left alone', () => {
    expect(readOptions(fields, { ...untouched, key: ' env:KEY ' })).toEqual({
      ok: true,
      options: { key: 'env:KEY', apiUrl: 'https://api.example', method: 'POST', secure: true },
    })
  })

  it('says what was expected at each field', () => {
    const texts = { ...untouched, apiUrl: 'ftp://x', key: 'hunter2', batch: '11', headers: 'nonsense' }
    const reading = readOptions(fields, { ...texts, secretHeaders: 'authorization: hunter2' })
    expect(reading).toEqual({
      ok: false,
      errors: {
        apiUrl: 'expected an http or https URL',
        key: expect.stringContaining('never the secret itself'),
        batch: 'expected a whole number from 1 to 10',
        headers: 'expected "name: value" on each line',
        secretHeaders: expect.stringContaining('authorization: expected "env:NAME"'),
      },
    })
    expect(readOptions(fields, untouched)).toMatchObject({ errors: { key: 'expected a value' } })
  })
})
