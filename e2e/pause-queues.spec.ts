/** Several queues are paused at once: what will be touched is said before, what was done afterwards, and Undo undoes it. */
import { apiOf, mustCall } from './api.ts'
import { expect, test } from './fixtures.ts'

test('pausing several queues says what it touches, touches only those, and can be undone', async ({
  product,
  signedIn: page,
}) => {
  const call = apiOf(product)
  const paused = async (type: string) =>
    (await mustCall<{ paused: unknown }>(call, 'GET', `/queues/${type}`)).paused !== null
  for (const name of ['card.capture', 'card.refund', 'cards.other'])
    await mustCall(call, 'POST', '/task-types', { name })
  await mustCall(call, 'POST', '/tasks', { type: 'card.capture', payload: { order: 1 } })

  await page.goto(`${product.url}/queues?prefix=card`)
  await page.getByRole('checkbox', { name: 'Select card.capture' }).click()
  await page.getByRole('checkbox', { name: 'Select card.refund' }).click()
  await page.getByRole('button', { name: 'Pause…' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText('Pause 2 queues?')).toBeVisible()
  await expect(dialog.getByRole('region', { name: 'Queues' })).toHaveText(/card\.capture\s+card\.refund/)
  await dialog.getByLabel('Reason').fill('the acquirer is away')
  await dialog.getByRole('button', { name: 'Pause', exact: true }).click()

  await expect(page.getByText('2 queues paused').first()).toBeVisible()
  expect(await paused('card.capture')).toBe(true)
  expect(await paused('card.refund')).toBe(true)
  expect(await paused('cards.other')).toBe(false)

  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText('2 queues resumed').first()).toBeVisible()
  expect(await paused('card.capture')).toBe(false)
})
