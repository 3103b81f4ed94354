/** On call: a target begins to fail. Overview says which, what it answers, since when and what died, without a reload. */
import { apiOf, type Call } from './api.ts'
import { publish, setUpConsumer } from './consumer.ts'
import { expect, test } from './fixtures.ts'
import { startTarget } from './target.ts'

interface Queue {
  readonly health: {
    readonly state: string
    readonly since: string | null
    readonly reasons: readonly { readonly code: string; readonly message: string; readonly since: string }[]
    readonly actions: readonly { readonly code: string }[]
  }
  readonly failures: { readonly dead: number; readonly lastHour: number }
  readonly latencyMs: { readonly p50: number } | null
}

const TYPE = 'card.settle'
const tasks = (count: number) => Array.from({ length: count }, (_, number) => ({ number }))
const queueOf = async (call: Call) => (await call<Queue>('GET', `/queues/${TYPE}`)).body
const codes = ({ health }: Queue) => health.reasons.map(({ code }) => code)

/** What the promise is: from the first dead task to the sentence on screen. */
const TOLD_WITHIN_MS = 10_000

test('a failing target reaches Overview, tells what died of it, and leaves when it has recovered', async ({
  signedIn: page,
  product,
}) => {
  const call = apiOf(product)
  const target = await startTarget()
  const fields = { retry: { maxAttempts: 2, initialMs: 100, factor: 1, jitter: 0 } }
  await setUpConsumer(call, { project: 'cards', type: TYPE, url: target.url, workers: 4, fields })
  const worker = await product.startWorker('cards')
  await publish(call, TYPE, tasks(5))
  await expect.poll(() => target.done().size, { timeout: 30_000 }).toBe(5)
  await page.goto(product.url)
  const attention = page.getByRole('main')
  await expect(attention.getByText(TYPE).first()).toBeVisible()

  target.answerWith(503, 'the card processor is away')
  await publish(call, TYPE, tasks(20))
  await expect.poll(async () => (await queueOf(call)).failures.dead, { timeout: 30_000 }).toBeGreaterThan(0)
  const sentence = attention.getByText(/target of cards answers 503 since \d\d:\d\d UTC; \d+ tasks? died/i)
  await expect(sentence.first()).toBeVisible({ timeout: TOLD_WITHIN_MS })

  const failing = await queueOf(call)
  expect(failing.health.state).toBe('danger')
  expect(codes(failing)).toEqual(['target-failing'])
  expect(failing.health.actions[0]?.code).toBe('open-failures')
  expect(failing.latencyMs?.p50).toBeGreaterThan(0)
  expect(JSON.stringify(failing.health)).not.toContain('card processor')

  target.answerWith(200)
  await publish(call, TYPE, tasks(60))
  await expect.poll(async () => codes(await queueOf(call)), { timeout: 60_000 }).toEqual(['tasks-died'])
  await expect(sentence).toHaveCount(0)
  expect((await queueOf(call)).failures.dead).toBe(20)
  await worker.end('SIGTERM')
  await target.close()
})
