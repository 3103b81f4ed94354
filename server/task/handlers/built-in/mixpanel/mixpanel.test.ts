import { describe, expect, it } from 'vitest'
import { handler, NOW, serve, shownBy, taskWith } from '../test-service.ts'
import { mixpanelTrack } from './spec.ts'

const TOKEN = 'planted5ecretToken'
const task = taskWith({ event: 'Signed up', distinctId: 'u1', properties: { plan: 'pro' } })
const optionsFor = (apiUrl: string) => mixpanelTrack.options.parse({ token: 'env:TOKEN', apiUrl })

/** Speaks for `api.mixpanel.com`. */
async function mixpanel(
  status = 200,
  body = '{"code":200,"num_records_imported":1,"status":"OK"}',
  headers = {},
) {
  const { url, received } = await serve((_request, response) => response.writeHead(status, headers).end(body))
  const run = await handler({ name: 'mixpanel.track', options: optionsFor(url), env: { TOKEN } })
  return { run, received }
}

describe('mixpanel.track', () => {
  it('success: imports the event with the token as user', async () => {
    const { run, received } = await mixpanel()
    expect(await run(task)).toEqual({ kind: 'done' })
    expect(received[0]?.path).toBe('/import?strict=1')
    expect(Buffer.from(received[0]?.headers.authorization?.split(' ')[1] ?? '', 'base64').toString()).toBe(
      `${TOKEN}:`,
    )
    expect(JSON.parse(received[0]?.text ?? '')).toEqual([
      {
        event: 'Signed up',
        properties: { plan: 'pro', time: NOW.getTime(), distinct_id: 'u1', $insert_id: task.id },
      },
    ])
  })

  it.each([
    [400, 'dead'],
    [413, 'dead'],
    [422, 'dead'],
    [401, 'retry'],
    [500, 'retry'],
    [502, 'retry'],
  ])('permanent error and transient error: takes %i for %s', async (status, kind) => {
    const { run } = await mixpanel(status, '{"failed_records":[]}')
    expect(await run(task)).toMatchObject({ kind, failure: { response: { status } } })
  })

  it('throttled: waits as long as Retry-After says', async () => {
    const { run } = await mixpanel(429, '', { 'retry-after': '4' })
    expect(await run(task)).toMatchObject({ kind: 'retry', afterMs: 4_000 })
  })

  it('timeout: ends with the task, and is tried again', async () => {
    const { url } = await serve(() => {})
    const run = await handler({ name: 'mixpanel.track', options: optionsFor(url), env: { TOKEN } })
    expect(await run(task, AbortSignal.timeout(50))).toMatchObject({ kind: 'retry' })
  })

  it('unreachable: is tried again', async () => {
    const options = optionsFor('http://127.0.0.1:1')
    const run = await handler({ name: 'mixpanel.track', options, env: { TOKEN } })
    expect(await run(task)).toMatchObject({ kind: 'retry', failure: { error: { code: 'target-failed' } } })
  })

  it('secret missing: cannot be made, and names the reference', async () => {
    const made = handler({ name: 'mixpanel.track', options: optionsFor('https://api.mixpanel.com') })
    await expect(made).rejects.toMatchObject({
      code: 'secret-unresolved',
      context: { reference: 'env:TOKEN' },
    })
  })

  it('secret kept: shows no token, even where the service repeats it', async () => {
    const { run } = await mixpanel(401, `no project ${TOKEN}`)
    const shown = shownBy(await run(task))
    expect(shown).toContain('no project')
    expect(shown).not.toContain(TOKEN)
  })

  it.each([
    [{ event: 'e' }],
    [{ distinctId: 'u' }],
    [[]],
    [{ event: 'e', distinctId: 'u', timestamp: 'now' }],
  ])('bad payload: %j is dead and nothing is sent', async (payload) => {
    const { run, received } = await mixpanel()
    expect(await run(taskWith(payload))).toMatchObject({
      kind: 'dead',
      failure: { error: { code: 'payload-invalid' } },
    })
    expect(received).toEqual([])
  })

  it('idempotent: a redelivery carries the same $insert_id, which Mixpanel can take', async () => {
    const { run, received } = await mixpanel()
    await run({ ...task, id: 'order/7' })
    await run({ ...task, id: 'order/7', attempt: 2 })
    await run({ ...task, id: 'order/7', extensions: { editedinreplay: 'r1' } })
    const ids = received.map(({ text }) => JSON.parse(text)[0].properties.$insert_id)
    expect(ids[0]).toMatch(/^[A-Za-z0-9-]{1,36}$/)
    expect(ids[1]).toBe(ids[0])
    expect(ids[2]).not.toBe(ids[0])
  })
})
