/**
 * The second main job, in the browser: a target begins to fail, tasks are tried again and die, Overview says so, the
 * failures show what the target answered, one task is repaired, the rest are replayed once the target works again. In
 * the end what the screens and the API say equals the target's own records, by distinct id.
 */
import type { Page } from '@playwright/test'
import { whyNoRabbitNode } from '../scripts/test-servers/rabbitmq.ts'
import { apiOf, type Call } from './api.ts'
import { countsOf, failuresOf } from './archive.ts'
import { publish, setUpConsumer } from './consumer.ts'
import { depthOf } from './depth.ts'
import { expect, signIn, test } from './fixtures.ts'
import { type Product, startProduct } from './product.ts'
import { RABBITMQ } from './rabbitmq.ts'
import { type RecordingTarget, type Run, startTarget } from './target.ts'

const TYPE = 'invoice.charge'
const RETRY = { maxAttempts: 3, initialMs: 1_000, factor: 2, maxMs: 60_000, jitter: 0.1 }
const FAILING = 12
const OVERVIEW_WITHIN_MS = 10_000

/** What the target cannot read until it is repaired: an amount that is a text. */
const broken = (number: number) => ({ invoice: `B-${number}`, amount: '12,50' })
const sound = (number: number) => ({ invoice: `S-${number}`, amount: 12.5 })
const isSound = ({ payload }: Run) => typeof (payload as { amount: unknown }).amount === 'number'
const ANSWER = '{"error":"amount is not a number: 12,50"}'

interface Scene {
  readonly page: Page
  readonly product: Product
  readonly call: Call
  readonly target: RecordingTarget
}

const runsOf = ({ target }: Scene, taskId: string) => target.runs.filter((run) => run.taskId === taskId)

/** No attempt before the policy allows it, counted from the answer to the one before; and not one too many. */
function expectRetriedByPolicy(scene: Scene, ids: readonly string[]): void {
  for (const id of ids) {
    const runs = runsOf(scene, id)
    expect(runs.map(({ attempt }) => attempt)).toEqual([1, 2, 3])
    for (const [index, next] of runs.slice(1).entries()) {
      const waitedMs = next.at - (runs[index]?.answeredAt ?? 0)
      expect(waitedMs, `attempt ${next.attempt}`).toBeGreaterThanOrEqual(
        RETRY.initialMs * RETRY.factor ** index,
      )
    }
  }
}

/** When the first task had its last attempt answered. */
async function firstDeath({ target }: Scene): Promise<number> {
  const last = () =>
    target.runs.find(({ attempt, answeredAt }) => attempt === RETRY.maxAttempts && answeredAt)
  await expect.poll(() => last()?.answeredAt ?? null, { timeout: 30_000, intervals: [50] }).not.toBeNull()
  return last()?.answeredAt ?? 0
}

async function overviewSaysSo(scene: Scene, status: number): Promise<void> {
  const { page } = scene
  const diedAt = await firstDeath(scene)
  const attention = page.getByRole('region', { name: 'Needs attention' })
  const sentence = attention.getByRole('listitem').filter({ hasText: TYPE })
  await expect(sentence).toContainText(
    new RegExp(`target of billing answers ${status} since \\d\\d:\\d\\d UTC; \\d+ tasks? died`),
    { timeout: Math.max(1, diedAt + OVERVIEW_WITHIN_MS - Date.now()) },
  )
  await sentence.getByRole('link', { name: /Open failures/ }).click()
}

/** The queue's health is clear, and Overview no longer speaks of the type. */
async function overviewIsCalm({ page, product, call }: Scene): Promise<void> {
  const health = async () =>
    (await call<{ health: { state: string } }>('GET', `/queues/${TYPE}`)).body.health.state
  await expect.poll(health, { timeout: 60_000 }).toBe('clear')
  await page.goto(`${product.url}/overview`)
  const attention = page.getByRole('region', { name: 'Needs attention' })
  await expect(attention).toBeVisible()
  await expect(attention.getByRole('listitem').filter({ hasText: TYPE })).toHaveCount(0)
}

/** Opens the failure of the first task and sees what the target said. */
async function readAnswer({ page }: Scene, taskId: string, status: number): Promise<void> {
  await expect(page.getByRole('heading', { name: 'Failures' })).toBeVisible()
  await page.getByRole('group', { name: 'View' }).getByRole('button', { name: 'Tasks' }).click()
  const selects = page.getByRole('checkbox', { name: `Select ${TYPE} ${taskId}` })
  const row = page.getByRole('row').filter({ has: selects })
  await row.getByRole('gridcell', { name: `answered ${status}` }).click()
  const failure = page.getByRole('complementary', { name: 'Failure' })
  await expect(failure).toContainText(`All 3 attempts failed; at the last one its target answered ${status}.`)
  await expect(failure.getByRole('region', { name: 'Body of the answer' })).toContainText(
    'amount is not a number: 12,50',
  )
}

async function repairOne({ page, target }: Scene, taskId: string): Promise<void> {
  await page.getByRole('button', { name: 'Edit and replay' }).click()
  await page.getByLabel('Payload as JSON', { exact: true }).click()
  await page.locator('.cm-content').click()
  await page.keyboard.press('ControlOrMeta+A')
  await page.keyboard.insertText(JSON.stringify(sound(0)))
  await expect(page.getByLabel('Before and after', { exact: true })).toContainText('12.5')
  await page.getByRole('button', { name: 'Replay the edited task' }).click()
  await expect.poll(() => target.done().has(taskId)).toBe(true)
  await expect(page.getByRole('complementary', { name: 'Failure' })).toContainText('Replayed, and succeeded.')
}

/** @returns the replay's id */
async function replayTheRest({ page, product }: Scene, count: number): Promise<string> {
  await page.goto(`${product.url}/failures?view=tasks&q=${encodeURIComponent(`type:${TYPE}`)}`)
  await page.getByRole('button', { name: `Replay all ${count}…` }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText(`${count} tasks`)
  await dialog.getByLabel('Reason').fill('the target reads amounts again')
  await dialog.getByRole('button', { name: `Replay ${count} tasks` }).click()
  await page.waitForURL(/\/replays\/[0-9a-f-]+$/)
  await page.getByRole('button', { name: 'Start now' }).click()
  const progress = page.getByRole('region', { name: 'Progress' })
  await expect(progress.getByRole('status')).toHaveText('Completed', { timeout: 30_000 })
  await expect(progress).toContainText(`all ${count} succeeded`)
  return page.url().split('/').at(-1) ?? ''
}

async function replayFailedTasks(
  page: Page,
  product: Product,
  backend: string,
  status: number,
): Promise<void> {
  const target = await startTarget()
  const call = apiOf(product)
  const scene = { page, product, call, target }
  const fields = { backend, retry: RETRY }
  await setUpConsumer(call, { project: 'billing', type: TYPE, url: target.url, workers: 4, fields })
  const worker = await product.startWorker('billing')
  await signIn(page, product.url)
  await page.goto(`${product.url}/overview`)
  const good = await publish(call, TYPE, [1, 2, 3].map(sound))
  await expect.poll(() => [...target.done()].sort(), { timeout: 30_000 }).toEqual([...good].sort())

  target.answerBy((run) => (isSound(run) ? { status: 200 } : { status, body: ANSWER }))
  const bad = await publish(
    call,
    TYPE,
    Array.from({ length: FAILING }, (_, number) => broken(number)),
  )
  await overviewSaysSo(scene, status)
  await expect.poll(() => countsOf(call, TYPE), { timeout: 30_000 }).toEqual({ dead: FAILING })
  expectRetriedByPolicy(scene, bad)

  const [first = '', ...rest] = bad
  await readAnswer(scene, first, status)
  await repairOne(scene, first)
  expect(runsOf(scene, first).at(-1)).toMatchObject({ attempt: 1, payload: sound(0), status: 200 })

  target.answerWith(200)
  const replay = await replayTheRest(scene, rest.length)
  await expectFiguresToAgree(scene, { replay, rest, all: [...good, ...bad] })
  await overviewIsCalm(scene)
  await worker.end('SIGTERM')
  await target.close()
}

interface Published {
  readonly replay: string
  readonly rest: readonly string[]
  readonly all: readonly string[]
}

async function expectFiguresToAgree({ call, target }: Scene, published: Published): Promise<void> {
  const { replay, rest, all } = published
  expect([...target.done()].sort()).toEqual([...all].sort())
  const ofReplay = target.runs.filter(({ replayId }) => replayId === replay)
  expect(ofReplay.map(({ taskId }) => taskId).sort()).toEqual([...rest].sort())
  expect((await call('GET', `/replays/${replay}`)).body).toMatchObject({
    state: 'completed',
    progress: {
      ...{ selected: rest.length, sent: rest.length, resent: 0, succeeded: rest.length, failedAgain: 0 },
      ...{ running: 0, pending: 0, skipped: 0, cancelled: 0, unknown: 0 },
    },
  })
  expect(await countsOf(call, TYPE)).toEqual({ replayed: FAILING })
  expect(await failuresOf(call, TYPE)).toEqual([])
  const depth = async () =>
    Object.values(await depthOf(call, TYPE)).filter((value) => value !== 0 && value !== null)
  await expect.poll(depth, { timeout: 20_000 }).toEqual([])
}

test('on the embedded default', async ({ page }) => {
  const product = await startProduct({ embedded: true })
  try {
    await replayFailedTasks(page, product, 'postgres', 503)
  } finally {
    await product.dispose()
  }
})

test.describe('on a broker', () => {
  const reason = whyNoRabbitNode()
  if (reason !== null) test.skip(true, reason)

  test('on RabbitMQ', ({ page, onRabbit }) => replayFailedTasks(page, onRabbit, RABBITMQ, 500))
})
