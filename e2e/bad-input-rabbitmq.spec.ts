/** What is wrong with a broker, a queue or a replay is said precisely, and nothing is lost or sent meanwhile. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { connect } from 'amqplib'
import { whyNoRabbitNode } from '../scripts/test-servers/rabbitmq.ts'
import type { RabbitNode } from '../scripts/test-servers/rabbitmq-node.ts'
import { apiOf, type Call, mustCall } from './api.ts'
import { countsOf, failuresOf, replayOf, startReplay } from './archive.ts'
import { publish, setUpConsumer } from './consumer.ts'
import { expect, test } from './fixtures.ts'
import { askBroker, RABBITMQ } from './rabbitmq.ts'
import { type RecordingTarget, startTarget } from './target.ts'

const reason = whyNoRabbitNode()
if (reason !== null) test.skip(true, reason)

interface Problem {
  readonly code: string
  readonly detail: string
  readonly accepted?: readonly string[]
  readonly errors?: readonly { readonly pointer?: string; readonly detail: string }[]
}

/** As somebody else's program declares it. */
async function declareForeign(node: RabbitNode, name: string, args: Record<string, unknown>): Promise<void> {
  const connection = await connect(node.url)
  const channel = await connection.createChannel()
  await channel.assertQueue(name, { durable: true, arguments: args })
  await connection.close()
}

test.describe('a broker', () => {
  test('that refuses the password is named, and the password is not', async ({ rabbit, onRabbit }) => {
    const call = apiOf(onRabbit)
    const url = new URL(rabbit.url)
    url.password = 'not-the-password'
    const file = join(onRabbit.dataDir, 'wrong-credentials')
    await writeFile(file, url.href, { mode: 0o600 })
    await mustCall(call, 'POST', '/backends', { name: 'locked', kind: 'rabbitmq', url: `file:${file}` })
    const health = async () =>
      (await mustCall<{ health: { state: string; detail: string } }>(call, 'GET', '/backends/locked')).health
    await expect
      .poll(health)
      .toEqual({ state: 'unreachable', detail: expect.stringMatching(/ACCESS.REFUSED|credentials/i) })
    const type = { name: 'locked.out', backend: 'locked' }
    const refused = await call<Problem>('POST', '/task-types', type)
    expect(refused).toMatchObject({ status: 503, contentType: 'application/problem+json' })
    expect(refused.body.detail).toMatch(/The backend "locked" cannot be reached: .*ACCESS.REFUSED/)
    expect(JSON.stringify([await health(), refused.body])).not.toContain('not-the-password')
    expect((await call('GET', '/task-types/locked.out')).status).toBe(404)
    await mustCall(call, 'DELETE', '/backends/locked')
  })

  test('that is away at the start and later holds up only what goes to it; only what was accepted runs', async ({
    rabbit,
    onRabbit,
  }) => {
    test.setTimeout(180_000)
    const call = apiOf(onRabbit)
    const target = await startTarget()
    const onBroker = 'away.broker'
    await setUpConsumer(call, {
      project: 'away',
      type: onBroker,
      url: target.url,
      fields: { backend: RABBITMQ },
    })
    await mustCall(call, 'POST', '/task-types', { name: 'away.postgres' })
    const worker = await onRabbit.startWorker('away')
    const accepted = await publish(call, onBroker, [{ when: 'before' }])
    await expect.poll(() => target.done().size, { timeout: 30_000 }).toBe(1)

    const expectRefused = async () => {
      const refused = await call<Problem>('POST', '/tasks', { type: onBroker, payload: { when: 'away' } })
      expect(refused).toMatchObject({ status: 503, contentType: 'application/problem+json' })
      expect(refused.body.detail).toMatch(/rabbitmq/i)
      expect((await call('POST', '/tasks', { type: 'away.postgres', payload: {} })).status).toBe(202)
    }
    await rabbit.stop()
    await expectRefused()
    await onRabbit.kill()
    await onRabbit.start()
    await expectRefused()
    const ready = await fetch(`${onRabbit.url}/health/ready`)
    expect([ready.status, await ready.json()]).toMatchObject([
      503,
      {
        status: 'not-ready',
        backends: { rabbitmq: { state: 'unreachable' }, postgres: { state: 'connected' } },
      },
    ])

    await rabbit.start()
    const publishAgain = () =>
      call<{ tasks: { id: string }[] }>('POST', '/tasks', { type: onBroker, payload: { when: 'after' } })
    await expect
      .poll(
        async () => {
          const answer = await publishAgain()
          if (answer.status === 202) accepted.push(...answer.body.tasks.map(({ id }) => id))
          return answer.status
        },
        { timeout: 30_000 },
      )
      .toBe(202)
    await expect.poll(() => [...target.done()].sort(), { timeout: 30_000 }).toEqual([...accepted].sort())
    await worker.end('SIGTERM')
    await target.close()
  })
})

test.describe('a queue', () => {
  test('that was declared otherwise: the argument is named, and the type is not half there', async ({
    rabbit,
    onRabbit,
  }) => {
    const call = apiOf(onRabbit)
    await declareForeign(rabbit, 'task.otherwise.made', { 'x-queue-type': 'quorum', 'x-delivery-limit': 3 })
    const refused = await call<Problem>('POST', '/task-types', { name: 'otherwise.made', backend: RABBITMQ })
    expect(refused).toMatchObject({ status: 409, body: { code: 'queue-mismatch' } })
    expect(refused.body.detail).toMatch(
      /"task\.otherwise\.made" exists with another x-[a-z-]+ \(.+\)\. Delete it/,
    )
    expect((await call('GET', '/task-types/otherwise.made')).status).toBe(404)
    const absent = { name: 'otherwise.named', backend: RABBITMQ, queueName: 'nobody made it' }
    expect(await call('POST', '/task-types', absent)).toMatchObject({
      status: 409,
      body: { code: 'queue-mismatch', detail: expect.stringContaining('"nobody made it"') },
    })
  })

  test('that is full: what it took is told by id, and it holds exactly that', async ({
    rabbit,
    onRabbit,
  }) => {
    const call = apiOf(onRabbit)
    const queueName = 'warehouse inbox'
    await declareForeign(rabbit, queueName, { 'x-max-length': 3, 'x-overflow': 'reject-publish' })
    await mustCall(call, 'POST', '/task-types', { name: 'full.inbox', backend: RABBITMQ, queueName })
    const tasks = Array.from({ length: 10 }, (_, number) => ({ type: 'full.inbox', payload: { number } }))
    const refused = await call<Problem>('POST', '/tasks', { tasks })
    expect(refused).toMatchObject({ status: 503, body: { code: 'publish-failed' } })
    expect(refused.body.detail).toContain(queueName)
    const { accepted = [] } = refused.body
    expect(accepted.length).toBeGreaterThanOrEqual(3)
    expect(accepted.length).toBeLessThan(10)
    await expect
      .poll(() => askBroker(rabbit, queueName), { timeout: 10_000 })
      .toEqual({ ready: accepted.length, unacknowledged: 0 })
  })
})

test.describe('a replay', () => {
  const TYPE = 'coupon.grant'
  const payloadSchema = { type: 'object', properties: { percent: { type: 'number' } }, required: ['percent'] }
  let call: Call
  let target: RecordingTarget
  let failures: string[]

  test.beforeAll(async ({ onRabbit }) => {
    call = apiOf(onRabbit)
    target = await startTarget()
    target.answerWith(500, 'no coupons')
    const fields = { backend: RABBITMQ, retry: { maxAttempts: 1 }, payloadSchema }
    await setUpConsumer(call, { project: 'coupons', type: TYPE, url: target.url, fields })
    await onRabbit.startWorker('coupons')
    await publish(
      call,
      TYPE,
      [1, 2, 3].map((percent) => ({ percent })),
    )
    await expect.poll(() => countsOf(call, TYPE), { timeout: 30_000 }).toEqual({ dead: 3 })
    failures = (await failuresOf(call, TYPE)).map(({ id }) => id)
    target.answerWith(200)
  })
  test.afterAll(() => target.close())

  /** Refused, and all are as they were: none was sent, none changed its status. */
  async function expectRefused(caller: Call, body: unknown, expected: { status: number; body?: unknown }) {
    const [counts, runs] = [await countsOf(call, TYPE), target.runs.length]
    const answer = await caller<Problem>('POST', '/replays', body)
    expect(answer).toMatchObject({ contentType: 'application/problem+json', ...expected })
    expect(await countsOf(call, TYPE)).toEqual(counts)
    expect(target.runs.length).toBe(runs)
  }

  test('of nothing, of everything, or of what does not exist', async () => {
    const [known] = failures
    await expectRefused(
      call,
      { selection: { ids: [known, 'no-such-death'] } },
      {
        status: 422,
        body: { errors: [{ pointer: '/selection/ids/1', detail: 'there is no failure "no-such-death"' }] },
      },
    )
    await expectRefused(
      call,
      { selection: { filter: {} } },
      {
        status: 422,
        body: { errors: [{ pointer: '/selection/filter' }] },
      },
    )
    await expectRefused(call, { selection: { ids: [] } }, { status: 422 })
    await expectRefused(call, { selection: { filter: { tpye: [TYPE] } } }, { status: 422 })
    await expectRefused(
      call,
      { selection: { ids: failures }, ratePerSecond: 0 },
      {
        status: 422,
        body: { errors: [{ pointer: '/ratePerSecond' }] },
      },
    )
  })

  test('with a payload that breaks the schema, or for more than one', async () => {
    const [one] = failures
    await expectRefused(
      call,
      { selection: { ids: [one] }, payload: { percent: 'all' } },
      {
        status: 422,
        body: { errors: [{ pointer: '/payload/percent' }] },
      },
    )
    await expectRefused(
      call,
      { selection: { ids: failures }, payload: { percent: 5 } },
      {
        status: 422,
        body: { errors: [{ pointer: '/payload' }] },
      },
    )
  })

  test('by somebody who may only look', async ({ onRabbit }) => {
    const { token } = await mustCall<{ token: string }>(call, 'POST', '/tokens', {
      name: 'looks',
      scopes: ['read'],
    })
    const viewer = apiOf({ url: onRabbit.url, token })
    await expectRefused(viewer, { selection: { ids: failures } }, { status: 403 })
    await expectRefused(viewer, { selection: { ids: failures }, dryRun: true }, { status: 403 })
    expect((await viewer('POST', '/failure-archive', { selection: { ids: failures } })).status).toBe(403)
    const nobody = apiOf({ url: onRabbit.url, token: 'sbx_nobody' })
    await expectRefused(nobody, { selection: { ids: failures } }, { status: 401 })
  })

  test('of what is under way, and of what was replayed already', async () => {
    const [held, other] = failures
    const { id } = await startReplay(call, { selection: { ids: [held] }, holdSeconds: 600 })
    await expectRefused(
      call,
      { selection: { ids: [held, other] } },
      {
        status: 409,
        body: { code: 'not-dead', ids: [held], detail: expect.stringContaining('1 is in another replay') },
      },
    )
    await mustCall(call, 'POST', `/replays/${id}/resume`)
    await expect
      .poll(() => replayOf(call, id), { timeout: 20_000 })
      .toMatchObject({
        state: 'completed',
        progress: { selected: 1, succeeded: 1 },
      })
    await expectRefused(
      call,
      { selection: { ids: [held, other] } },
      {
        status: 409,
        body: { code: 'not-dead', ids: [held], detail: expect.stringContaining('1 is replayed already') },
      },
    )
    expect(await countsOf(call, TYPE)).toEqual({ dead: 2, replayed: 1 })
  })
})
