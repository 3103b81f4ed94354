/** Programs that do not know us put tasks straight into the broker, or over HTTP as CloudEvents: they live like any other. */
import { execFile } from 'node:child_process'
import { isDeepStrictEqual, promisify } from 'node:util'
import { findAmqpTools, findPika, run } from '../scripts/test-servers/foreign-amqp.ts'
import { whyNoRabbitNode } from '../scripts/test-servers/rabbitmq.ts'
import { apiOf, mustCall } from './api.ts'
import { failuresOf } from './archive.ts'
import { setUpConsumer } from './consumer.ts'
import { expect, test } from './fixtures.ts'
import type { Product } from './product.ts'
import { askBroker, RABBITMQ } from './rabbitmq.ts'
import { type RecordingTarget, startTarget } from './target.ts'

const TYPE = 'parcel.label'
const QUEUE = `task.${TYPE}`
const ANSWER = 'the printer is out of paper'
const RETRY = { maxAttempts: 2, initialMs: 500, factor: 2, maxMs: 1_000, jitter: 0 }

const reason = whyNoRabbitNode()
if (reason !== null) test.skip(true, reason)
const tools = reason === null ? findAmqpTools() : null
const python = reason === null ? findPika() : null

let target: RecordingTarget
test.beforeAll(async ({ onRabbit }) => {
  target = await startTarget()
  target.answerBy(({ payload, attempt }) => {
    const { fails } = payload as { fails: number }
    return attempt <= fails ? { status: 500, body: ANSWER } : { status: 200 }
  })
  const fields = { backend: RABBITMQ, retry: RETRY }
  await setUpConsumer(apiOf(onRabbit), { project: 'parcels', type: TYPE, url: target.url, fields })
  await onRabbit.startWorker('parcels')
})
test.afterAll(() => target.close())

/** How often the payload's task fails: never, once, for good. */
const FAILS = [0, 1, 2]

/** What `from` published is run, retried and archived like what we publish. */
async function expectWholeLife(product: Product, from: string, ids: readonly string[] | null): Promise<void> {
  const runsOf = (fails: number) =>
    target.runs.filter(({ payload }) => isDeepStrictEqual(payload, { from, fails }))
  await expect
    .poll(() => FAILS.map((fails) => runsOf(fails).map(({ attempt }) => attempt)), { timeout: 30_000 })
    .toEqual([[1], [1, 2], [1, 2]])
  // Foreign or not, never early, and one id through all attempts.
  for (const fails of [1, 2]) {
    const [first, second] = runsOf(fails)
    expect(second?.taskId).toBe(first?.taskId)
    expect((second?.at ?? 0) - (first?.answeredAt ?? 0)).toBeGreaterThanOrEqual(RETRY.initialMs)
  }
  if (ids !== null) expect(FAILS.map((fails) => runsOf(fails)[0]?.taskId)).toEqual(ids)
  const taskId = runsOf(2)[0]?.taskId
  const call = apiOf(product)
  const ofTask = async () => (await failuresOf(call, TYPE)).filter((failure) => failure.taskId === taskId)
  await expect
    .poll(ofTask, { timeout: 20_000 })
    .toMatchObject([{ type: TYPE, reason: 'exhausted', responseStatus: 500, attempts: 2, status: 'dead' }])
  const [failure] = await ofTask()
  expect(await mustCall(call, 'GET', `/failures/${failure?.id}`)).toMatchObject({
    taskId,
    type: TYPE,
    payload: { from, fails: 2 },
    response: { status: 500, body: ANSWER },
    timeline: [{}, {}],
  })
}

test('amqp-publish, a bare JSON body', async ({ rabbit, onRabbit }) => {
  const reason = tools === null ? 'no amqp-tools' : null
  if (reason !== null) test.skip(true, reason)
  for (const fails of FAILS) {
    const body = JSON.stringify({ from: 'amqp-publish', fails })
    run(`${tools}/amqp-publish`, ['-u', rabbit.url, '-r', QUEUE, '-p', '-b', body])
  }
  // It bears no id: each gets one of its own.
  await expectWholeLife(onRabbit, 'amqp-publish', null)
})

const PIKA = `
import sys, json, pika
url, queue = sys.argv[1:]
channel = pika.BlockingConnection(pika.URLParameters(url)).channel()
for fails in (0, 1, 2):
    properties = pika.BasicProperties(message_id=f"pika-{fails}", type="${TYPE}", content_type="application/json", delivery_mode=2,
        headers={"cloudEvents_specversion": "1.0", "cloudEvents_source": "/depot"})
    channel.basic_publish("", queue, json.dumps({"from": "pika", "fails": fails}).encode(), properties)
`

test('pika, CloudEvents in message properties and headers', async ({ rabbit, onRabbit }) => {
  const reason = python === null ? 'no pika' : null
  if (reason !== null) test.skip(true, reason)
  run(python ?? '', ['-', rabbit.url, QUEUE], PIKA)
  await expectWholeLife(onRabbit, 'pika', ['pika-0', 'pika-1', 'pika-2'])
})

test('curl, a structured CloudEvent over HTTP', async ({ onRabbit }) => {
  for (const fails of FAILS) {
    const event = { specversion: '1.0', id: `curl-${fails}`, type: TYPE, source: '/depot' }
    const body = JSON.stringify({ ...event, data: { from: 'curl', fails } })
    const headers = [`Authorization: Bearer ${onRabbit.token}`, 'Content-Type: application/cloudevents+json']
    await promisify(execFile)('curl', [
      ...['--silent', '--show-error', '--fail-with-body', '-X', 'POST', `${onRabbit.url}/api/v1/tasks`],
      ...headers.flatMap((header) => ['-H', header]),
      ...['-d', body],
    ])
  }
  await expectWholeLife(onRabbit, 'curl', ['curl-0', 'curl-1', 'curl-2'])
})

test('what is no task at all is archived with its bytes, and holds up nothing', async ({
  rabbit,
  onRabbit,
}) => {
  const reason = tools === null ? 'no amqp-tools' : null
  if (reason !== null) test.skip(true, reason)
  const call = apiOf(onRabbit)
  run(`${tools}/amqp-publish`, ['-u', rabbit.url, '-r', QUEUE, '-p', '-b', '{"from": "amqp'])
  const malformed = async () => (await failuresOf(call, TYPE)).filter(({ reason }) => reason === 'malformed')
  await expect.poll(malformed, { timeout: 20_000 }).toMatchObject([{ type: TYPE, responseStatus: null }])
  const [failure] = await malformed()
  expect(await mustCall(call, 'GET', `/failures/${failure?.id}`)).toMatchObject({ text: '{"from": "amqp' })
})

const READ_LETTER = `
import sys, json, base64, pika
channel = pika.BlockingConnection(pika.URLParameters(sys.argv[1])).channel()
method, properties, body = channel.basic_get(sys.argv[2])
info = json.loads(base64.b64decode(properties.headers["cloudEvents_deadinfo"]))
print(json.dumps({"id": properties.message_id, "type": properties.type, "deadid": properties.headers["cloudEvents_deadid"],
                  "reason": properties.headers["cloudEvents_deadreason"], "info": info, "body": json.loads(body)}))
channel.basic_reject(method.delivery_tag, requeue=True)
`

/** Nobody but the control plane empties a dead queue: while it is away, others may look, and even take. */
test('dead letters wait in the broker in the documented form while the control plane is away', async ({
  rabbit,
  onRabbit,
}) => {
  const reason = tools === null || python === null ? 'no amqp-tools or no pika' : null
  if (reason !== null) test.skip(true, reason)
  await onRabbit.kill()
  const waiting = () => askBroker(rabbit, `${QUEUE}.dead`)
  const look = () => JSON.parse(run(python ?? '', ['-', rabbit.url, `${QUEUE}.dead`], READ_LETTER))
  async function letDie(from: string): Promise<string> {
    const body = JSON.stringify({ from, fails: 2 })
    run(`${tools}/amqp-publish`, ['-u', rabbit.url, '-r', QUEUE, '-p', '-b', body])
    await expect.poll(waiting, { timeout: 30_000 }).toEqual({ ready: 1, unacknowledged: 0 })
    return body
  }

  const body = await letDie('taken')
  expect(look()).toMatchObject({
    ...{ id: target.runs.at(-1)?.taskId, type: TYPE, reason: 'exhausted', body: { from: 'taken', fails: 2 } },
    info: {
      response: { status: 500, body: ANSWER },
      attempts: [{ error: expect.any(String) }, { error: expect.any(String) }],
      project: 'parcels',
      instance: expect.any(String),
    },
  })
  expect(run(`${tools}/amqp-get`, ['-u', rabbit.url, '-q', `${QUEUE}.dead`])).toBe(body)
  await expect.poll(waiting).toEqual({ ready: 0, unacknowledged: 0 })

  await letDie('kept')
  const { deadid } = look()
  await onRabbit.start()
  // Somebody saw it and put it back: it is archived under the id that it bears.
  const archived = async () => (await failuresOf(apiOf(onRabbit), TYPE)).map(({ id }) => id)
  await expect.poll(archived, { timeout: 20_000 }).toContain(deadid)
  await expect.poll(waiting, { timeout: 10_000 }).toEqual({ ready: 0, unacknowledged: 0 })
})
