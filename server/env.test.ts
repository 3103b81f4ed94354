import { describe, expect, it } from 'vitest'
import { EnvironmentError, parseEnvironment } from './env.ts'

const DATABASE_URL = 'postgresql://user:s3cret@db.example.com/signalbox'
const parse = (variables: Record<string, string>) => parseEnvironment(variables, '/srv/app')

function problemsOf(variables: Record<string, string>): string {
  try {
    parse(variables)
  } catch (error) {
    expect(error).toBeInstanceOf(EnvironmentError)
    return (error as Error).message
  }
  return ''
}

describe('parseEnvironment', () => {
  it('needs nothing: loopback, port 3000, a data folder here, the embedded database, the demo', () => {
    expect(parse({})).toMatchObject({
      port: 3_000,
      host: '127.0.0.1',
      dataDir: '/srv/app/.signalbox',
      databaseUrl: null,
      demo: true,
      admin: null,
      allowTargets: null,
    })
  })

  it('takes an empty variable for one that is not set', () => {
    expect(parse({ PORT: '', DATABASE_URL: '', SIGNALBOX_ADMIN_EMAIL: '' })).toMatchObject({
      port: 3_000,
      databaseUrl: null,
      admin: null,
    })
  })

  it.each([
    ['PORT', 'many'],
    ['PORT', '70000'],
    ['DATABASE_URL', 'mysql://localhost/x'],
    ['DATABASE_URL', 'postgresql://user:s3cret@localhost'],
    ['BASE_URL', 'https://example.com/signalbox'],
    ['SIGNALBOX_BOOTSTRAP_TOKEN', 'short'],
    ['SIGNALBOX_DEMO', 'maybe'],
    ['SIGNALBOX_SECRET_ENV', 'A B'],
    ['AUTH_SECRET', 'short'],
    ['LOG_LEVEL', 'loud'],
  ])('names %s when it is %j', (name, value) => {
    expect(problemsOf({ [name]: value })).toMatch(new RegExp(`^ {2}${name}`, 'm'))
  })

  it('names every wrong variable at once, and repeats no value', () => {
    const said = problemsOf({ PORT: 'x', SIGNALBOX_ADMIN_PASSWORD: 's3cret', DATABASE_URL: 's3cret' })
    for (const name of ['PORT', 'SIGNALBOX_ADMIN_EMAIL', 'SIGNALBOX_ADMIN_PASSWORD', 'DATABASE_URL'])
      expect(said).toMatch(new RegExp(`^ {2}${name}: expected`, 'm'))
    expect(said).not.toContain('s3cret')
  })

  it('hands secret references only what the operator allows', () => {
    const { secrets } = parse({
      DATABASE_URL,
      RABBITMQ_URL: 'amqp://mq',
      SIGNALBOX_SECRET_MAIL: 'm',
      MAILER_KEY: 'k',
      MAILER_OTHER: 'o',
      AUTH_SECRET: 'x'.repeat(32),
      SIGNALBOX_SECRET_ENV: 'MAILER_KEY',
    })
    expect(Object.keys(secrets).sort()).toEqual([
      'DATABASE_URL',
      'MAILER_KEY',
      'RABBITMQ_URL',
      'SIGNALBOX_SECRET_ENV',
      'SIGNALBOX_SECRET_MAIL',
    ])
  })
})
