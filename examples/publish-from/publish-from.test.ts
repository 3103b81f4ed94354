/** Foreign programs publish to real brokers, our library runs the tasks; and a foreign program runs what our library publishes. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import process from 'node:process'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { provideKafka, whyNoKafka } from '../../scripts/test-servers/kafka.ts'
import { provideRabbit, type TestRabbit, whyNoRabbit } from '../../scripts/test-servers/rabbitmq.ts'
import { provideRedis, whyNoRedis } from '../../scripts/test-servers/redis.ts'
import {
  type BackendConfig,
  createBackend,
  createTaskSystem,
  type DeadLetter,
  readDeadLetter,
  silentLogger,
  type Task,
  type TaskSystem,
} from '../../server/task/index.ts'
import { findJava, findPython, HERE, runExample } from './test-programs.ts'

const TYPE = 'email.send'
const found = findPython()
const python = 'python' in found ? found.python : ''
const whyNoPython = 'reason' in found ? found.reason : null
const java = findJava()
const classPath = 'classPath' in java ? java.classPath : ''
const whyNoJava = 'reason' in java ? java.reason : null
const cleanups: (() => unknown)[] = []
afterAll(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

/** The test, or with why it cannot be done here, its name. */
function itUnless(reason: string | null, name: string, run: () => Promise<void>): void {
  if (reason !== null) it.skip(`${name} (${reason})`)
  else it(name, run, 150_000)
}

/** A consumer of ours that remembers what it ran. */
async function consumerOn(backend: BackendConfig): Promise<{ system: TaskSystem; ran: Task[] }> {
  const ran: Task[] = []
  const system = await createTaskSystem({
    config: {
      project: 'mailer',
      backends: { main: backend },
      consumers: [{ type: TYPE, backend: 'main', handler: { kind: 'function' } }],
    },
    handlers: { [TYPE]: (task) => void ran.push(task) },
    logger: silentLogger,
  })
  await vi.waitFor(() => expect(system.report().consumers).toMatchObject([{ state: 'running' }]), 30_000)
  return { system, ran }
}

async function expectRun(ran: readonly Task[], id: string, payload: unknown): Promise<void> {
  await vi.waitFor(() => expect(ran.map((task) => task.id)).toContain(id), { timeout: 20_000 })
  const task = ran.find((candidate) => candidate.id === id)
  expect(task).toMatchObject({
    type: TYPE,
    payload,
    source: '/shop',
    attempt: 1,
    contentType: 'application/json',
  })
}

const reason = whyNoRabbit()
if (reason !== null) it.skip(`examples with RabbitMQ (${reason})`)
else
  describe('with RabbitMQ', () => {
    let rabbit: TestRabbit
    let env: Record<string, string>
    beforeAll(async () => {
      rabbit = await provideRabbit()
      cleanups.push(() => rabbit.remove())
      env = { RABBITMQ_URL: rabbit.url, RABBITMQ_MANAGEMENT_URL: rabbit.managementUrl ?? '' }
    }, 120_000)
    const backend = (): BackendConfig => ({ kind: 'rabbitmq', url: rabbit.url })

    describe('our consumer', () => {
      let ours: Awaited<ReturnType<typeof consumerOn>>
      beforeAll(async () => {
        ours = await consumerOn(backend())
      }, 60_000)
      afterAll(() => ours.system.close())

      it('runs what curl publishes through the management API', async () => {
        expect(rabbit.managementUrl).not.toBeNull()
        await runExample(['sh', 'curl/publish-rabbitmq.sh', TYPE], env)
        await expectRun(ours.ran, 'curl-management', { from: 'curl, management' })
      })

      itUnless(whyNoPython, 'runs what pika publishes', async () => {
        const id = await runExample([python, 'python/publish_rabbitmq.py', TYPE], env)
        await expectRun(ours.ran, id, { from: 'python, rabbitmq' })
        // A queue that is not there is an error, not silence.
        await expect(
          runExample([python, 'python/publish_rabbitmq.py', 'no.such.type'], env),
        ).rejects.toThrow()
      })

      itUnless(whyNoJava, 'runs what Java publishes', async () => {
        const command = ['java', '-cp', classPath, 'java/Publish.java']
        const id = await runExample([...command, TYPE], env)
        await expectRun(ours.ran, id, { from: 'java, rabbitmq' })
        await expect(runExample([...command, 'no.such.type'], env)).rejects.toThrow('NO_ROUTE')
      })
    })

    itUnless(
      whyNoPython,
      'a consumer with pika runs, retries and buries what our library publishes',
      async () => {
        const type = 'parcel.label'
        const ours = await createTaskSystem({
          config: {
            project: 'shop',
            backends: { main: backend() },
            producers: [{ type, backend: 'main' }],
          },
          logger: silentLogger,
        })
        cleanups.push(() => ours.close())
        await declare(backend(), type)
        const publish = (id: string, payload: unknown) => ours.publish(type, payload, { id })
        await publish('once', { name: 'once' })
        const program = spawn(python, [join(HERE, 'python/consume_rabbitmq.py'), type], {
          env: { ...process.env, ...env },
        })
        const ended = once(program, 'close')
        cleanups.push(() => program.kill('SIGKILL'))
        let output = ''
        for (const stream of [program.stdout, program.stderr])
          stream.setEncoding('utf8').on('data', (text: string) => {
            output += text
          })
        await publish('twice', { name: 'twice', fails: 1 })
        await publish('never', { name: 'never', fails: 9 })
        await publish('refused', { name: 'refused', reject: true })

        const letters = await lettersOf(backend(), type, 2)
        const attempts = output
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line))
        const attemptsOf = (name: string) =>
          attempts.filter(({ payload }) => payload.name === name).map(({ attempt }) => attempt)
        expect(['once', 'twice', 'never', 'refused'].map(attemptsOf)).toEqual([[1], [1, 2], [1, 2, 3], [1]])
        expect(letters.get('never')).toMatchObject({
          reason: 'exhausted',
          info: { error: { name: 'RuntimeError', message: 'attempt 3 failed' }, project: 'python-example' },
          original: { attributes: { id: 'never', type, attempt: '3' } },
        })
        expect(letters.get('refused')).toMatchObject({
          reason: 'rejected',
          info: { error: { name: 'Rejected' } },
        })
        program.kill('SIGTERM')
        expect(await ended).toEqual([0, null])
      },
    )
  })

/** As saving the type, or the first start of a consumer of ours, does. */
async function declare(config: BackendConfig, type: string): Promise<void> {
  const backend = await createBackend(config, { namespace: 'task' })
  await backend.connect()
  await backend.declare({ type })
  await backend.close()
}

/** By task id. */
async function lettersOf(
  config: BackendConfig,
  type: string,
  count: number,
): Promise<Map<string, DeadLetter>> {
  const backend = await createBackend(config, { namespace: 'task' })
  await backend.connect()
  const letters = new Map<string, DeadLetter>()
  await backend.consume(
    { type },
    {
      prefetch: 10,
      from: 'dead',
      onError: (error) => expect.unreachable(error.message),
      onDelivery: (delivery) => {
        const letter = readDeadLetter(delivery.envelope)
        letters.set(letter.original.attributes.id ?? '', letter)
        void delivery.ack()
      },
    },
  )
  try {
    await vi.waitFor(() => expect(letters.size).toBe(count), { timeout: 30_000 })
  } finally {
    await backend.close()
  }
  return letters
}

const others = [
  ['redis', 'REDIS_URL', whyNoRedis(), async () => provideRedis()],
  [
    'kafka',
    'KAFKA_BROKERS',
    whyNoKafka(),
    async () => provideKafka().then((kafka) => ({ ...kafka, url: kafka.brokers })),
  ],
] as const
for (const [kind, variable, noServer, provide] of others) {
  itUnless(noServer ?? whyNoPython, `our consumer runs what Python publishes to ${kind}`, async () => {
    const broker = await provide()
    cleanups.push(() => broker.remove())
    const { system, ran } = await consumerOn({ kind, url: broker.url } as BackendConfig)
    cleanups.push(() => system.close())
    const id = await runExample([python, `python/publish_${kind}.py`, TYPE], { [variable]: broker.url })
    await expectRun(ran, id, { from: `python, ${kind}` })
  })
}
