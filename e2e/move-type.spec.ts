/** A type moves from one backend to another while tasks wait: what waits is run, what comes is published there, none twice. */
import { whyNoRabbitNode } from '../scripts/test-servers/rabbitmq.ts'
import { apiOf } from './api.ts'
import { publish, setUpConsumer } from './consumer.ts'
import { expect, signIn, test } from './fixtures.ts'
import { askBroker, RABBITMQ } from './rabbitmq.ts'
import { startTarget } from './target.ts'

const reason = whyNoRabbitNode()
if (reason !== null) test.skip(true, reason)

const TYPE = 'parcel.weigh'
const tasks = (from: number) => Array.from({ length: 200 }, (_, index) => ({ parcel: from + index }))

test('from Postgres to RabbitMQ under load', async ({ page, rabbit, onRabbit }) => {
  const call = apiOf(onRabbit)
  const target = await startTarget()
  await setUpConsumer(call, {
    project: 'scales',
    type: TYPE,
    url: target.url,
    workers: 4,
    fields: { backend: 'postgres' },
  })
  target.hold()
  const before = await publish(call, TYPE, tasks(0))
  const worker = await onRabbit.startWorker('scales')
  await expect.poll(() => target.inFlight(), { timeout: 30_000 }).toBe(4)

  await signIn(page, onRabbit.url)
  await page.goto(`${onRabbit.url}/queues/${TYPE}`)
  await page.getByRole('button', { name: 'Move to another backend…' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('200 tasks wait in postgres')
  await dialog.getByRole('button', { name: `Move to ${RABBITMQ}` }).click()
  const moving = page.getByRole('region', { name: 'Moves from postgres' })
  await expect(moving).toContainText('200 tasks are left in postgres')

  const after = await publish(call, TYPE, tasks(200))
  // The new queue's consumer holds tasks ready, and starts none: all workers are busy with tasks of the old one.
  const unacknowledged = async () => (await askBroker(rabbit, `task.${TYPE}`))?.unacknowledged
  await expect.poll(unacknowledged, { timeout: 20_000 }).toBeGreaterThan(0)
  expect(target.inFlight()).toBe(4)
  target.release()
  await expect.poll(() => target.done().size, { timeout: 30_000 }).toBe(400)
  expect(target.done()).toEqual(new Set([...before, ...after]))
  expect(target.runs).toHaveLength(400)
  await expect(moving).toContainText('Nothing is left in postgres', { timeout: 20_000 })

  await moving.getByRole('button', { name: 'Stop draining…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Stop draining' }).click()
  await expect(moving).toHaveCount(0)
  await worker.end('SIGTERM')
  await target.close()
})
