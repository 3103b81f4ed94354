/** A replay whose broker goes away waits, says for what, and goes on by itself: its figures are the target's own. */
import { whyNoRabbitNode } from '../scripts/test-servers/rabbitmq.ts'
import { apiOf } from './api.ts'
import { countsOf, failuresOf, replayOf, startReplay } from './archive.ts'
import { publish, setUpConsumer } from './consumer.ts'
import { expect, signIn, test } from './fixtures.ts'
import { RABBITMQ } from './rabbitmq.ts'
import { startTarget } from './target.ts'

const reason = whyNoRabbitNode()
if (reason !== null) test.skip(true, reason)

const TYPE = 'parcel.trace'
const COUNT = 60
/** Slow enough that the broker goes away in the middle. */
const PER_SECOND = 10

test('it waits for its broker, and completes once that is back', async ({ page, rabbit, onRabbit }) => {
  const call = apiOf(onRabbit)
  const target = await startTarget()
  target.answerWith(500, 'the depot is closed')
  const fields = { backend: RABBITMQ, retry: { maxAttempts: 1 } }
  await setUpConsumer(call, { project: 'depot', type: TYPE, url: target.url, workers: 8, fields })
  const worker = await onRabbit.startWorker('depot')
  const ids = await publish(
    call,
    TYPE,
    Array.from({ length: COUNT }, (_, number) => ({ number })),
  )
  await expect.poll(() => countsOf(call, TYPE), { timeout: 30_000 }).toEqual({ dead: COUNT })
  target.answerWith(200)
  await signIn(page, onRabbit.url)

  const selection = { ids: (await failuresOf(call, TYPE)).map(({ id }) => id) }
  const { id } = await startReplay(call, { selection, ratePerSecond: PER_SECOND })
  await page.goto(`${onRabbit.url}/replays/${id}`)
  await expect.poll(() => target.done().size, { timeout: 20_000, intervals: [50] }).toBeGreaterThan(0)
  await rabbit.stop()
  try {
    const progress = page.getByRole('region', { name: 'Progress' })
    await expect(progress).toContainText(
      new RegExp(`^Waiting: Backend ${RABBITMQ} takes no tasks now: .+It goes on by itself`),
      { timeout: 20_000 },
    )
    const { state, progress: sofar } = await replayOf(call, id)
    expect(state).toBe('running')
    expect(sofar.pending, 'it struck in the middle').toBeGreaterThan(0)
    expect(target.done().size).toBeLessThan(COUNT)
  } finally {
    await rabbit.start()
  }
  const progress = page.getByRole('region', { name: 'Progress' })
  await expect(progress.getByRole('status')).toHaveText('Completed', { timeout: 45_000 })
  await expect(progress).toContainText(`all ${COUNT} succeeded`)

  const ofReplay = target.runs.filter(({ replayId }) => replayId === id)
  expect([...new Set(ofReplay.map(({ taskId }) => taskId))].sort()).toEqual([...ids].sort())
  const { state, waiting, progress: figures } = await replayOf(call, id)
  expect({ state, waiting }).toEqual({ state: 'completed', waiting: null })
  expect(figures).toMatchObject({
    ...{ selected: COUNT, sent: COUNT, succeeded: target.done().size, failedAgain: 0 },
    ...{ running: 0, pending: 0, skipped: 0, cancelled: 0, unknown: 0 },
  })
  expect(await countsOf(call, TYPE)).toEqual({ replayed: COUNT })
  await worker.end('SIGTERM')
  await target.close()
})
