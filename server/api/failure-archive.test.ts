import { describe, expect, it } from 'vitest'
import { SCOPES } from '../auth/scopes.ts'
import { idsOf, minute, openArchive } from './test-archive.ts'

const { api, die, ask, get, operator } = openArchive()

describe('putting away', () => {
  it('one, and bringing it back, is remembered and audited; to do it again changes nothing', async () => {
    await die([{ deadId: 'a' }])
    for (let time = 0; time < 2; time += 1) {
      const { status, body } = await ask('POST', '/failures/a/archive', { reason: 'known' }, operator())
      expect([status, body.status]).toEqual([200, 'archived'])
      expect(body.archived).toMatchObject({ by: 'test', reason: 'known' })
    }
    for (let time = 0; time < 2; time += 1) {
      const { body } = await ask('DELETE', '/failures/a/archive', undefined, operator())
      expect(body).toMatchObject({ status: 'dead', archived: null })
    }
    const entries = await api().database.prisma.auditEntry.findMany({ orderBy: { id: 'asc' } })
    expect(entries.map(({ action, targetName }) => [action, targetName])).toEqual([
      ['failures.archive', 'a'],
      ['failures.restore', 'a'],
    ])
  })

  it('is refused for a task that is being sent back to work, and for one that does not exist', async () => {
    await die([{ deadId: 'a' }])
    await api().database.prisma.failure.updateMany({ data: { status: 'replaying' } })
    expect(await ask('POST', '/failures/a/archive', {}, operator())).toMatchObject({
      status: 409,
      body: { code: 'wrong-status' },
    })
    expect(await ask('DELETE', '/failures/a/archive', undefined, operator())).toMatchObject({ status: 409 })
    expect(await ask('POST', '/failures/none/archive', {}, operator())).toMatchObject({ status: 404 })
  })

  it('many by their ids touches only those that are dead, and tells how many', async () => {
    await die([{ deadId: 'a' }, { deadId: 'b' }, { deadId: 'c' }])
    await ask('POST', '/failures/a/archive', {}, operator())
    const selection = { ids: ['a', 'b', 'none'] }
    expect((await ask('POST', '/failure-archive', { selection }, operator())).body).toMatchObject({
      changed: 1,
    })
    expect((await ask('DELETE', '/failure-archive', { selection }, operator())).body).toEqual({ changed: 2 })
  })

  it('all that a filter matches goes in parts, leaves out what came later, and is audited with its count', async () => {
    await die(Array.from({ length: 4_500 }, (_, n) => ({ deadId: `d${n}`, failedAt: minute(n % 60) })))
    await die([{ deadId: 'other' }], 'email.send')
    const frozenAt = new Date().toISOString()
    await api().database.pool.query(
      `update failure set "storedAt" = now() + interval '1 hour' where "deadId" = 'd7'`,
    )
    const selection = { filter: { type: ['invoice.render'] }, frozenAt }
    const { body } = await ask('POST', '/failure-archive', { selection, reason: 'obsolete' }, operator())
    expect(body).toMatchObject({ changed: 4_499 })
    expect((await ask('POST', '/failure-archive', { selection }, operator())).body).toMatchObject({
      changed: 0,
    })
    expect(await api().database.prisma.failure.count({ where: { status: 'dead' } })).toBe(2)
    const entries = await api().database.prisma.auditEntry.findMany({ orderBy: { id: 'asc' } })
    expect(entries.slice(0, 2)).toMatchObject([
      { action: 'failures.archive', before: selection, reason: 'obsolete' },
      { action: 'failures.archived', after: { changed: 4_499 } },
    ])
    const counted = await get('/failure-facets?type=invoice.render&status=archived')
    expect(counted.body.total).toEqual({ value: 4_499, capped: false })
    const restored = await ask(
      'DELETE',
      '/failure-archive',
      { selection: { filter: { q: 'order' } } },
      operator(),
    )
    expect(restored.body).toEqual({ changed: 4_499 })
  })

  it('is undone exactly: what was put away before, or by others, stays away', async () => {
    await die([{ deadId: 'before' }, { deadId: 'a' }, { deadId: 'b' }])
    await ask('POST', '/failures/before/archive', {}, operator())
    const selection = { filter: { type: ['invoice.render'] } }
    const first = await ask('POST', '/failure-archive', { selection }, operator())
    expect(first.body).toMatchObject({ changed: 2 })
    await die([{ deadId: 'later' }])
    await ask('POST', '/failure-archive', { selection: { ids: ['later'] } }, operator())
    const undo = { selection: { filter: selection.filter }, archivedAt: first.body.archivedAt }
    expect((await ask('DELETE', '/failure-archive', undo, operator())).body).toEqual({ changed: 2 })
    expect((await ask('DELETE', '/failure-archive', undo, operator())).body).toEqual({ changed: 0 })
    const rows = await api().database.prisma.failure.findMany({ orderBy: { deadId: 'asc' } })
    expect(rows.map(({ deadId, status }) => `${deadId} ${status}`)).toEqual([
      'a dead',
      'b dead',
      'before archived',
      'later archived',
    ])
    const byIds = { selection: { ids: ['before', 'later'] }, archivedAt: first.body.archivedAt }
    expect((await ask('DELETE', '/failure-archive', byIds, operator())).body).toEqual({ changed: 0 })
  })

  it.each([{}, { type: [] }])('by a filter that leaves nothing out is refused: %j', async (filter) => {
    await die([{ deadId: 'a' }])
    const { status, body } = await ask('POST', '/failure-archive', { selection: { filter } }, operator())
    expect([status, body.errors[0].pointer]).toEqual([422, '/selection/filter'])
    expect(await api().database.prisma.failure.count({ where: { status: 'dead' } })).toBe(1)
    expect(await api().database.prisma.auditEntry.count()).toBe(0)
  })

  it('is not for those who may only read', async () => {
    await die([{ deadId: 'a' }])
    for (const [method, path, body] of [
      ['POST', '/failures/a/archive', {}],
      ['DELETE', '/failures/a/archive', undefined],
      ['POST', '/failure-archive', { selection: { ids: ['a'] } }],
      ['DELETE', '/failure-archive', { selection: { ids: ['a'] } }],
    ] as const)
      expect((await ask(method, path, body)).status).toBe(403)
  })
})

describe('what a type hides', () => {
  const planted = 'PLANTED-4111-1111'
  it('is in no answer, not found by a search, and not in the log', async () => {
    await die(
      [
        {
          deadId: 'a',
          payload: { card: planted, note: 'shown' },
          error: { message: `card ${planted} refused`, stack: `at ${planted}` },
          response: { status: 422, body: `{"card":"${planted}"}` },
          attributes: { partitionkey: planted },
        },
        { deadId: 'b', body: Buffer.from(planted), error: { message: `Unexpected "${planted}"` } },
      ],
      'card.charge',
    )
    expect(idsOf(await get(`/failures?q=${planted}`))).toBe('')
    expect(idsOf(await get(`/failures?q=${planted.slice(2, 9)}`))).toBe('')
    expect(idsOf(await get('/failures?q=shown'))).toBe('a')
    const admin = await api().token(SCOPES)
    const answers = await Promise.all(
      ['/failures', '/failures/a', '/failures/b', '/failure-groups', '/failure-facets', '/tasks/a'].map(
        (path) => ask('GET', path, undefined, admin),
      ),
    )
    answers.push(await ask('POST', '/failures/a/archive', {}, admin))
    expect(JSON.stringify(answers)).not.toContain(planted)
    expect(JSON.stringify(api().logged)).not.toContain(planted)
    expect(answers[1]?.body).toMatchObject({ redacted: true, payload: { card: '[redacted]', note: 'shown' } })
    expect(answers[2]?.body).toMatchObject({ redacted: true, payload: null, text: '[redacted]' })
  })

  it('is hidden in what was stored before it was hidden, and after the type is gone', async () => {
    await die([{ deadId: 'a', payload: { mail: planted } }], 'email.send')
    expect((await get('/failures/a')).body.payload).toEqual({ mail: planted })
    await api().database.prisma.taskType.update({
      where: { name: 'email.send' },
      data: { redactPaths: ['/mail'] },
    })
    expect(JSON.stringify((await get('/failures/a')).body)).not.toContain(planted)
    await die([{ deadId: 'b', payload: { mail: planted } }], 'email.send')
    await api().database.prisma.taskType.delete({ where: { name: 'email.send' } })
    expect(JSON.stringify((await get('/failures/b')).body)).not.toContain(planted)
  })
})
