import { beforeEach, describe, expect, it } from 'vitest'
import { idsOf, minute, openArchive } from './test-archive.ts'

const { ask, die, get, operator } = openArchive()

describe('the list of failures', () => {
  it('goes through all in pages, newest first, none twice and none left out, though many share an instant', async () => {
    await die(Array.from({ length: 23 }, (_, n) => ({ deadId: `d${n}`, failedAt: minute(n % 3) })))
    const seen: { id: string; failedAt: string }[] = []
    for (let path = '/failures?limit=5'; path !== ''; ) {
      const { body } = await get(path)
      seen.push(...body.items)
      path = body.nextCursor === null ? '' : `/failures?limit=5&cursor=${body.nextCursor}`
    }
    expect(new Set(seen.map(({ id }) => id)).size).toBe(23)
    expect(seen.map(({ failedAt }) => failedAt)).toEqual(
      seen
        .map(({ failedAt }) => failedAt)
        .sort()
        .reverse(),
    )
  })

  it('tells what there is to know of each', async () => {
    await die([{ id: 't1', deadId: 'd1', response: { status: 503, body: 'no' }, failedAt: minute(1) }])
    expect((await get('/failures')).body.items).toEqual([
      {
        ...{
          id: 'd1',
          taskId: 't1',
          type: 'invoice.render',
          backend: 'main',
          project: 'billing',
          instance: 'i1',
        },
        ...{ revision: 3, reason: 'exhausted', responseStatus: 503, attempts: 3, status: 'dead' },
        error: { name: 'TaskError', message: 'The target answered 503: no' },
        group: expect.stringMatching(/^[0-9a-f]{12}$/),
        ...{ firstFailedAt: minute(1), failedAt: minute(1), replayId: null, diedInReplay: null },
      },
    ])
  })

  it('is searched in the error, the answer, the payload and the id of the task, in any case', async () => {
    await die([
      { deadId: 'a', error: { message: 'Connection RESET' } },
      { deadId: 'b', response: { status: 500, body: 'Out of Stock' } },
      { deadId: 'c', payload: { customer: 'Ada_Lovelace 100%' } },
      { deadId: 'd', id: 'order-4711' },
    ])
    const find = async (q: string) => idsOf(await get(`/failures?q=${encodeURIComponent(q)}`))
    expect(await find('connection reset')).toBe('a')
    expect(await find('OF STOCK')).toBe('b')
    expect(await find('ada_love')).toBe('c')
    expect(await find('adaxlove')).toBe('')
    expect(await find('100%')).toBe('c')
    expect(await find('order-4711')).toBe('d')
    expect(await find('z')).toBe('')
    expect(await find('\0')).toBe('')
  })

  it('finds what lies far behind, and what is one of many', async () => {
    await die(
      Array.from({ length: 2_600 }, (_, n) => ({ payload: { n: `needle-${n}` }, failedAt: minute(n % 60) })),
    )
    await die([{ deadId: 'far', payload: { n: 'rare' }, failedAt: '2026-01-01T00:00:00Z' }])
    expect(idsOf(await get('/failures?q=rare'))).toBe('far')
    const first = await get('/failures?q=needle&limit=2')
    expect(first.body.items).toHaveLength(2)
    const second = await get(`/failures?q=needle&limit=2&cursor=${first.body.nextCursor}`)
    expect(new Set([...first.body.items, ...second.body.items].map((item) => item.id)).size).toBe(4)
  })

  it('is narrowed by type, project, reason, group, time, task, replay and status; by several of a kind', async () => {
    const replayid = crypto.randomUUID()
    await die([{ deadId: 'a', reason: 'rejected', failedAt: minute(1), error: { message: 'other' } }])
    await die([{ deadId: 'b', id: 't2', failedAt: minute(5), attributes: { replayid } }], 'email.send')
    await die([{ deadId: 'c', failedAt: minute(9) }], 'card.charge')
    const { group } = (await get('/failures?reason=rejected')).body.items[0]
    for (const [query, found] of [
      ['', 'cba'],
      ['type=email.send', 'b'],
      ['type=email.send&type=invoice.render', 'ba'],
      ['reason=rejected', 'a'],
      ['project=billing&type=card.charge', 'c'],
      ['project=nobody', ''],
      [`group=${group}`, 'a'],
      [`from=${minute(5)}&to=${minute(9)}`, 'b'],
      ['taskId=t2', 'b'],
      [`replay=${replayid}`, 'b'],
      ['status=archived', ''],
    ])
      expect([query, idsOf(await get(`/failures?${query}`))]).toEqual([query, found])
  })

  it('refuses what it cannot understand, naming the parameter', async () => {
    for (const [query, parameter] of [
      ['cursor=nonsense', 'cursor'],
      [`cursor=${Buffer.from('["no date","x"]').toString('base64url')}`, 'cursor'],
      ['reason=bored', 'reason'],
      ['from=yesterday', 'from'],
      ['q=', 'q'],
      ['replay=1', 'replay'],
    ]) {
      const { status, body } = await get(`/failures?${query}`)
      expect([query, status, body.errors[0].parameter]).toEqual([query, 422, parameter])
    }
  })
})

describe('the facets', () => {
  beforeEach(async () => {
    await die([
      { deadId: 'a' },
      { deadId: 'b' },
      { deadId: 'c', reason: 'rejected', payload: { x: 'find me' } },
    ])
    await die([{ deadId: 'd' }], 'email.send')
    await ask('POST', '/failures/a/archive', {}, operator())
  })
  const exact = (value: string, n: number) => ({ value, count: { value: n, capped: false } })

  it('count under the filter: statuses under it alone, the others under the status too', async () => {
    expect((await get('/failure-facets')).body).toEqual({
      statuses: [exact('dead', 3), exact('archived', 1)],
      reasons: [exact('exhausted', 2), exact('rejected', 1)],
      types: [exact('invoice.render', 2), exact('email.send', 1)],
      projects: [exact('billing', 3)],
      total: { value: 3, capped: false },
      readAt: expect.stringMatching(/^\d{4}-.*Z$/),
    })
    expect((await get('/failure-facets?type=email.send&status=archived')).body).toMatchObject({
      statuses: [exact('dead', 1)],
      types: [],
      total: { value: 0 },
    })
  })

  it.each(['q=order', 'from=2026-01-01T00:00:00Z', 'q=order&from=2026-01-01T00:00:00Z&type=invoice.render'])(
    'count one by one what the counts do not know: %s',
    async (query) => {
      await die([{ deadId: 'e', payload: { order: 1 } }])
      const { body } = await get(`/failure-facets?${query}`)
      const all = (await get(`/failures?${query}`)).body.items.length
      expect(body.total).toEqual({ value: all, capped: false })
      expect((await get('/failure-facets?q=find+me')).body).toMatchObject({ reasons: [exact('rejected', 1)] })
      expect((await get('/failure-facets?q=nothing')).body).toMatchObject({
        statuses: [],
        total: { value: 0 },
      })
    },
  )
})

describe('the groups', () => {
  it('put failures of one cause together, most frequent first, over types, with their trend', async () => {
    const now = Date.now()
    const hoursAgo = (hours: number) => new Date(now - hours * 3_600_000 - 60_000).toISOString()
    await die([1, 2, 3].map((n) => ({ error: { message: `order ${n} is gone` }, failedAt: hoursAgo(0) })))
    await die([{ error: { message: 'order 4 is gone' }, failedAt: hoursAgo(5) }], 'email.send')
    await die([{ error: { message: 'no answer' }, failedAt: hoursAgo(30), reason: 'timeout' }])
    const { items } = (await get('/failure-groups')).body
    expect(items).toHaveLength(2)
    expect(items[0]).toMatchObject({
      count: 4,
      types: ['email.send', 'invoice.render'],
      projects: ['billing'],
    })
    expect(items[0].trend).toHaveLength(24)
    expect([items[0].trend.at(-1), items[0].trend.at(-6)]).toEqual([3, 1])
    expect(items[1]).toMatchObject({ count: 1, reasons: ['timeout'], trend: new Array(24).fill(0) })
    expect((await get('/failure-groups?type=email.send')).body.items).toMatchObject([{ count: 1 }])
    expect((await get('/failure-groups?limit=1')).body.items).toHaveLength(1)
    expect((await get('/failure-groups?status=archived')).body.items).toEqual([])
  })
})

describe('one failure', () => {
  it('is read with everything: error, answer, timeline, payload, other deaths', async () => {
    await die([{ id: 't1', deadId: 'd0', failedAt: minute(1) }])
    await die([
      {
        id: 't1',
        deadId: 'd1',
        payload: { a: [1] },
        response: { status: 503, body: 'no' },
        failedAt: minute(2),
      },
    ])
    const { status, body } = await get('/failures/d1')
    expect(status).toBe(200)
    expect(body).toMatchObject({
      error: { stack: 'at render' },
      response: { status: 503, body: 'no' },
      timeline: [{ at: minute(2), error: 'TaskError: The target answered 503.' }],
      payload: { a: [1] },
      ...{
        text: null,
        payloadBytes: 9,
        redacted: false,
        archived: null,
        replays: [],
        contentType: 'application/json',
      },
      otherDeaths: [{ id: 'd0', failedAt: minute(1), status: 'dead' }],
      attributes: { id: 't1', source: '/projects/checkout' },
    })
    expect(Object.keys(body.attributes)).not.toContain('deadinfo')
  })

  it('shows text as text, and of bytes only how many there are', async () => {
    await die([
      { deadId: 't', body: Buffer.from('Grüße'), attributes: { datacontenttype: 'text/plain' } },
      { deadId: 'b', body: Buffer.from([255, 0]), attributes: { datacontenttype: 'application/x' } },
      { deadId: 'm', body: Buffer.from('{"broken'), reason: 'malformed' },
    ])
    expect((await get('/failures/t')).body).toMatchObject({ payload: null, text: 'Grüße', payloadBytes: 7 })
    expect((await get('/failures/b')).body).toMatchObject({ payload: null, text: null, payloadBytes: 2 })
    expect((await get('/failures/m')).body).toMatchObject({ payload: null, text: '{"broken' })
  })

  it('is not found when there is none', async () => {
    expect(await get('/failures/none')).toMatchObject({ status: 404, body: { code: 'not-found' } })
    expect(await get('/failures/%00')).toMatchObject({ status: 404 })
  })
})
