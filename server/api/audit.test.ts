import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import type { Actor } from '../auth/scopes.ts'
import { recordAudit } from '../store/audit.ts'
import { createTestApi, type TestApi } from './test-api.ts'

let api: TestApi
let token: string
const person = (name: string): Actor => ({ kind: 'person', id: name, name, scopes: new Set() })
beforeAll(async () => {
  api = await createTestApi(inject('postgresUrl'))
  token = await api.token(['read'])
  await api.database.prisma.auditEntry.deleteMany()
  for (let index = 0; index < 12; index += 1)
    await recordAudit(api.database.prisma, person(index % 2 === 0 ? 'ada' : 'grace'), {
      action: index % 3 === 0 ? 'queue.pause' : 'queue-extra.change',
      target: { kind: 'queue', name: `type-${index % 4}` },
      before: { index },
      reason: 'because',
    })
})
afterAll(() => api.close())

const list = async (query: string) =>
  (await (await api.request('GET', `/api/v1/audit?${query}`, { token })).json()) as {
    items: { id: string; action: string; target: { name: string }; actor: { name: string } }[]
    nextCursor: string | null
  }

describe('the audit', () => {
  it('is read in pages, newest first, none twice and none left out, though many share an instant', async () => {
    await api.database.prisma.auditEntry.updateMany({ data: { at: new Date('2026-01-01T00:00:00Z') } })
    const ids: number[] = []
    for (let cursor = ''; ; ) {
      const page = await list(`limit=5${cursor}`)
      ids.push(...page.items.map((item) => Number(item.id)))
      if (page.nextCursor === null) break
      cursor = `&cursor=${page.nextCursor}`
    }
    expect(ids).toHaveLength(12)
    expect(ids).toEqual([...new Set(ids)].sort((a, b) => b - a))
  })

  it('is filtered by who, what, to what and when', async () => {
    expect((await list('actor=ada')).items).toHaveLength(6)
    expect((await list('action=queue')).items.every((item) => item.action === 'queue.pause')).toBe(true)
    expect((await list('action=queue.pause')).items).toHaveLength(4)
    expect((await list('target=type-1')).items).toHaveLength(3)
    expect((await list('target=queue:type-1')).items).toHaveLength(3)
    expect((await list('target=project:type-1')).items).toHaveLength(0)
    expect((await list('from=2199-01-01T00:00:00Z')).items).toHaveLength(0)
    expect((await list('to=2199-01-01T00:00:00Z&actor=grace&action=queue.pause')).items).toHaveLength(2)
  })

  it('refuses a cursor that is not its own, naming the parameter', async () => {
    const response = await api.request('GET', '/api/v1/audit?cursor=nonsense', { token })
    expect(await response.json()).toMatchObject({ status: 422, errors: [{ parameter: 'cursor' }] })
  })
})
