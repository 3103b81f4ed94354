import { describe, expect, it } from 'vitest'
import { builtInSpec } from '../catalog.ts'
import { handler, NOW, serve, shownBy, taskWith } from '../test-service.ts'
import { segmentOptions } from './options.ts'

const KEY = 'planted5ecretKey'
const track = taskWith({ userId: 'u1', event: 'Order placed', properties: { total: 3 } })

/** Speaks for `api.segment.io/v1`. */
async function segment(
  name: string,
  status = 200,
  body = '{"success":true}',
  headers: Record<string, string> = {},
) {
  const service = await serve((_request, response) => response.writeHead(status, headers).end(body))
  const options = segmentOptions.parse({ writeKey: 'env:KEY', apiUrl: `${service.url}/v1` })
  return { run: await handler({ name, options, env: { KEY } }), received: service.received }
}

describe('segment', () => {
  it.each([
    ['track', { userId: 'u1', event: 'Order placed' }],
    ['identify', { anonymousId: 'a1', traits: { plan: 'pro' } }],
    ['page', { userId: 'u1', name: 'Pricing' }],
    ['group', { userId: 'u1', groupId: 'g1', traits: { name: 'Acme' } }],
  ])('success: %s goes to its address with the write key as user', async (call, payload) => {
    const { run, received } = await segment(`segment.${call}`)
    expect(await run(taskWith(payload))).toEqual({ kind: 'done' })
    const [user, password] = Buffer.from(received[0]?.headers.authorization?.split(' ')[1] ?? '', 'base64')
      .toString()
      .split(':')
    expect([received[0]?.path, user, password]).toEqual([`/v1/${call}`, KEY, ''])
    expect(JSON.parse(received[0]?.text ?? '')).toEqual({
      ...payload,
      timestamp: NOW.toISOString(),
      messageId: track.id,
    })
  })

  it('success: a timestamp of the payload outweighs that of the task', async () => {
    const { run, received } = await segment('segment.track')
    await run(taskWith({ userId: 'u', event: 'e', timestamp: '2020-01-01T00:00:00Z' }))
    expect(JSON.parse(received[0]?.text ?? '').timestamp).toBe('2020-01-01T00:00:00Z')
  })

  it.each([
    [400, 'dead'],
    [413, 'dead'],
    [401, 'retry'],
    [403, 'retry'],
    [500, 'retry'],
    [503, 'retry'],
  ])('permanent error and transient error: takes %i for %s', async (status, kind) => {
    const { run } = await segment('segment.track', status, 'no')
    expect(await run(track)).toMatchObject({ kind, failure: { response: { status, body: 'no' } } })
  })

  it('throttled: waits as long as Retry-After says', async () => {
    const { run } = await segment('segment.track', 429, '', { 'retry-after': '9' })
    expect(await run(track)).toMatchObject({ kind: 'retry', afterMs: 9_000 })
  })

  it('timeout: ends with the task, and is tried again', async () => {
    const { url } = await serve(() => {})
    const options = segmentOptions.parse({ writeKey: 'env:KEY', apiUrl: url })
    const run = await handler({ name: 'segment.track', options, env: { KEY } })
    expect(await run(track, AbortSignal.timeout(50))).toMatchObject({ kind: 'retry' })
  })

  it('unreachable: is tried again', async () => {
    const options = segmentOptions.parse({ writeKey: 'env:KEY', apiUrl: 'http://127.0.0.1:1' })
    const verdict = await (await handler({ name: 'segment.track', options, env: { KEY } }))(track)
    expect(verdict).toMatchObject({ kind: 'retry', failure: { error: { code: 'target-failed' } } })
  })

  it('secret missing: cannot be made, and names the reference', async () => {
    const options = segmentOptions.parse({ writeKey: 'env:KEY' })
    await expect(handler({ name: 'segment.track', options })).rejects.toMatchObject({
      code: 'secret-unresolved',
      context: { reference: 'env:KEY' },
    })
  })

  it('secret kept: shows no write key, plain or encoded, even where the service repeats it', async () => {
    const encoded = Buffer.from(`${KEY}:`).toString('base64')
    const { run } = await segment('segment.track', 401, `bad key ${KEY}, Basic ${encoded}`)
    const shown = shownBy(await run(track))
    expect(shown).toContain('bad key')
    expect(shown).not.toContain(KEY)
    expect(shown).not.toContain(encoded)
  })

  it.each([
    ['segment.track', { userId: 'u1' }],
    ['segment.track', { event: 'e' }],
    ['segment.group', { userId: 'u1' }],
    ['segment.page', { userId: 'u1', colour: 'red' }],
    ['segment.identify', 'u1'],
    ['segment.track', { userId: 'u1', event: 'e', timestamp: 'yesterday' }],
  ])('bad payload: %s %j is dead and nothing is sent', async (name, payload) => {
    const { run, received } = await segment(name)
    expect(await run(taskWith(payload))).toMatchObject({
      kind: 'dead',
      reason: 'rejected',
      failure: { error: { code: 'payload-invalid' } },
    })
    expect(received).toEqual([])
  })

  it('idempotent: a redelivery carries the same messageId, an edited replay another', async () => {
    const { run, received } = await segment('segment.track')
    await run(track)
    await run({ ...track, attempt: 2 })
    await run({ ...track, replayId: 'r1', extensions: { editedinreplay: 'r1' } })
    const ids = received.map(({ text }) => JSON.parse(text).messageId)
    expect(ids).toEqual([track.id, track.id, `${track.id}.r1`])
  })

  it('target rules: a private address must be allowed', async () => {
    const options = segmentOptions.parse({ writeKey: 'env:KEY', apiUrl: 'http://10.0.0.1' })
    const made = handler({ name: 'segment.track', options, env: { KEY } })
    await expect(made).rejects.toMatchObject({ code: 'target-forbidden', context: { option: 'apiUrl' } })
    expect(builtInSpec('segment.track')?.addresses).toEqual(['apiUrl'])
  })
})

describe('segment in batches', () => {
  it('batch partly failed: one call for many; a batch refused as one is halved until the culprit is alone', async () => {
    const { url, received } = await serve(({ text }, response) =>
      response.writeHead(text.includes('"event":"bad"') ? 400 : 200).end(),
    )
    const options = segmentOptions.parse({ writeKey: 'env:KEY', apiUrl: `${url}/v1` })
    const run = await handler({ name: 'segment.track', options, env: { KEY } })
    const tasks = ['a', 'bad', 'c', 'd'].map((event, at) =>
      taskWith({ userId: 'u', event }, { id: `task-${at}` }),
    )
    const verdicts = await Promise.all(tasks.map((one) => run(one)))
    expect(verdicts.map(({ kind }) => kind)).toEqual(['done', 'dead', 'done', 'done'])
    expect(received[0]?.path).toBe('/v1/batch')
    expect(JSON.parse(received[0]?.text ?? '').batch).toMatchObject(
      tasks.map(({ id, payload }) => ({ type: 'track', messageId: id, ...(payload as object) })),
    )
  })

  it('permanent error: a call over 32 KB is dead before it is sent', async () => {
    const { run, received } = await segment('segment.track')
    const verdict = await run(taskWith({ userId: 'u', event: 'e', properties: { text: 'x'.repeat(33_000) } }))
    expect(verdict).toMatchObject({ kind: 'dead', failure: { error: { code: 'payload-too-large' } } })
    expect(received).toEqual([])
  })
})
