import { describe, expect, it } from 'vitest'
import { type ConfigIssue, parseConfig } from './config.ts'
import { TaskError } from './errors.ts'

function issuesOf(document: unknown): readonly ConfigIssue[] {
  try {
    parseConfig(document)
  } catch (error) {
    if (error instanceof TaskError) return error.context.issues as ConfigIssue[]
    throw error
  }
  return []
}

describe('a configuration document', () => {
  it('says for each fault what was expected, what came, and where', () => {
    const document = {
      project: 'Mailer',
      colour: 'red',
      backends: { main: { kind: 'carrier-pigeon' } },
      producers: {},
      consumers: [
        {
          type: 'a..b',
          backend: 'other',
          workers: 0,
          rateLimit: '5',
          retry: { maxAttempts: 1.5 },
          handler: { kind: 'http', url: 'ftp://x' },
        },
        { type: 'email.send' },
      ],
    }
    expect(issuesOf(document).map(({ path, message }) => `${message} at ${path}`)).toEqual([
      'expected lower-case words joined by "-", such as "billing-api", got "Mailer" at /project',
      'expected "memory" or "postgres" or "rabbitmq" or "redis" or "kafka", got "carrier-pigeon" at /backends/main/kind',
      'expected a list, got an object at /producers',
      'expected lower-case words joined by "." or "-", such as "email.send", got "a..b" at /consumers/0/type',
      'expected at least 1, got 0 at /consumers/0/workers',
      'expected a number, got "5" at /consumers/0/rateLimit',
      'expected a whole number, got 1.5 at /consumers/0/retry/maxAttempts',
      'expected an http or https URL, got "ftp://x" at /consumers/0/handler/url',
      'expected a string, got nothing at /consumers/1/backend',
      'expected an object, got nothing at /consumers/1/handler',
      'expected no "colour" at ',
    ])
  })

  it('names the backends that there are', () => {
    const consumer = { type: 'email.send', backend: 'other', handler: { kind: 'function' } }
    expect(
      issuesOf({ project: 'mailer', backends: { main: { kind: 'memory' } }, consumers: [consumer] }),
    ).toEqual([
      {
        path: '/consumers/0/backend',
        message: 'expected one of the backends of this document (main), got "other"',
      },
    ])
  })
})
