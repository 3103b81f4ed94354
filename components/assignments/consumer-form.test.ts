import { describe, expect, it } from 'vitest'
import { formOf, readConsumer } from './consumer-form.ts'
import type { ConsumerAssignment } from './draft.ts'

const http: ConsumerAssignment = {
  role: 'consumer',
  type: 'email.send',
  workers: 8,
  handler: { kind: 'http', url: 'https://mailer.internal/send', secret: 'env:MAILER_SECRET' },
  paused: true,
  rateLimit: 2.5,
}

describe('the consumer form', () => {
  it('gives back what it was filled with', () => {
    const named: ConsumerAssignment = {
      ...http,
      handler: { kind: 'function', name: 'send' },
      rateLimit: null,
    }
    for (const consumer of [http, named])
      expect(readConsumer('email.send', formOf(consumer))).toEqual({ ok: true, consumer })
  })

  it('keeps a built-in handler and its options, also before the handlers are known', () => {
    const handler = {
      kind: 'built-in' as const,
      name: 'slack.message' as const,
      options: { token: 'env:T', apiUrl: 'https://slack.com/api' },
    }
    const consumer: ConsumerAssignment = { ...http, handler }
    expect(readConsumer('email.send', formOf(consumer))).toEqual({ ok: true, consumer })
  })

  it('keeps the name and the options of a custom handler, and changes them as typed', () => {
    const handler = {
      kind: 'custom' as const,
      name: 'acme.ticket',
      options: { token: 'env:T', labels: ['a', { deep: 1 }] },
    }
    const consumer: ConsumerAssignment = { ...http, handler }
    const form = formOf(consumer)
    expect(readConsumer('email.send', form)).toEqual({ ok: true, consumer })
    const typed = { ...form, custom: ' acme.note ', customOptions: '{"level": 2}' }
    expect(readConsumer('email.send', typed)).toMatchObject({
      consumer: { handler: { kind: 'custom', name: 'acme.note', options: { level: 2 } } },
    })
  })

  it.each(['', 'token', '[]', 'null', '3'])(
    'takes %j for no options of a custom handler',
    (customOptions) => {
      const reading = readConsumer('a', { ...formOf(null), kind: 'custom', customOptions })
      expect(reading).toMatchObject({
        ok: false,
        errors: {
          custom: 'expected 1 to 100 characters, such as "acme.ticket"',
          customOptions: 'expected a JSON object, such as {"token": "env:ACME_TOKEN"}',
        },
      })
    },
  )

  it('leaves out what is empty, so that an untouched consumer stays equal', () => {
    const form = { ...formOf(http), secret: ' ', rateLimit: '' }
    expect(readConsumer('email.send', form)).toMatchObject({
      consumer: { handler: { kind: 'http', url: 'https://mailer.internal/send' }, rateLimit: null },
    })
    const bare = { ...formOf(null), kind: 'function' as const }
    expect(readConsumer('a', bare)).toMatchObject({ consumer: { handler: { kind: 'function' } } })
  })

  it('says what was expected at each field', () => {
    const reading = readConsumer('a', {
      ...formOf(null),
      workers: '1.5',
      url: 'ftp://x',
      secret: 'hunter2',
      rateLimit: '0',
    })
    expect(reading.ok ? [] : Object.keys(reading.errors).sort()).toEqual([
      'rateLimit',
      'secret',
      'url',
      'workers',
    ])
  })
})
