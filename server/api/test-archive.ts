/** An archive with failures in it, asked over HTTP by those who may read and those who may act. */
import { afterAll, beforeAll, beforeEach, inject } from 'vitest'
import { createArchive } from '../failures/archive-letters.ts'
import { type LetterParts, letterOf } from '../failures/test-letters.ts'
import { addBackend, addTypes } from '../queues/test-registry.ts'
import { createTestApi, type TestApi } from './test-api.ts'

export interface Answer {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: the tests look into what came
  readonly body: any
}

/** Call at the top of a test file: each test begins with an empty archive. */
export function openArchive() {
  let api: TestApi
  let reader: string
  let operator: string
  beforeAll(async () => {
    api = await createTestApi(inject('postgresUrl'))
    reader = await api.token(['read'])
    operator = await api.token(['read', 'operate'])
    await addBackend(api.database, 'main')
    await addTypes(api.database, [
      { name: 'invoice.render' },
      { name: 'email.send' },
      { name: 'card.charge', redactPaths: ['/card'] },
    ])
  })
  afterAll(() => api.close())
  beforeEach(() =>
    api.database.pool.query(
      'truncate failure, failure_text, failure_count, failure_minute, audit_entry cascade',
    ),
  )

  /** Through the archive itself, as dead letters come. */
  const die = (letters: readonly LetterParts[], type = 'invoice.render') =>
    createArchive({
      database: api.database,
      log: { warn: () => undefined },
      now: () => new Date(),
      newId: () => crypto.randomUUID(),
    })(
      letters.map((parts) => letterOf({ type, ...parts })),
      { type, backend: 'main' },
    )

  async function ask(method: string, path: string, body?: unknown, token = reader): Promise<Answer> {
    const response = await api.request(method, `/api/v1${path}`, {
      token,
      ...(body === undefined ? {} : { body }),
    })
    return { status: response.status, body: await response.json() }
  }
  const get = (path: string) => ask('GET', path)

  return {
    api: () => api,
    reader: () => reader,
    operator: () => operator,
    die,
    ask,
    get,
  }
}

export const idsOf = (answer: Answer) => answer.body.items.map((item: { id: string }) => item.id).join('')
export const minute = (n: number) => new Date(Date.UTC(2026, 2, 1, 12, n)).toISOString()
