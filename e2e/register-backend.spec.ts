/** A broker is registered, corrected and removed in the browser; what is wrong with it is said where it stands. */
import { apiOf, mustCall } from './api.ts'
import { expect, test } from './fixtures.ts'

test('registers a backend, shows that its address does not resolve, changes and removes it', async ({
  signedIn,
  product,
}) => {
  const page = signedIn
  await page.goto(`${product.url}/settings`)
  await page.getByRole('button', { name: 'New backend' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill('Orders Rabbit')
  await dialog.getByLabel('Address').fill('amqp://guest:guest@localhost')
  await dialog.getByRole('button', { name: 'Register' }).click()
  await expect(dialog).toContainText('expected lower-case words joined by "-"')
  await expect(dialog).toContainText('expected "env:NAME", "file:PATH" or "store:NAME"')

  await dialog.getByLabel('Name').fill('orders-rabbit')
  await dialog.getByLabel('Address').fill('env:SIGNALBOX_SECRET_ORDERS_RABBIT')
  await dialog.getByLabel('Management API').fill('env:SIGNALBOX_SECRET_ORDERS_MANAGEMENT')
  await dialog.getByRole('button', { name: 'Register' }).click()
  await expect(dialog).toHaveCount(0)
  await expect(page.getByText('Its connection secret does not resolve')).toBeVisible({ timeout: 20_000 })

  await page.getByRole('button', { name: 'Edit orders-rabbit' }).click()
  await expect(dialog.getByLabel('Address')).toHaveValue('env:SIGNALBOX_SECRET_ORDERS_RABBIT')
  await dialog.getByLabel('Description').fill('The shop’s own broker')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('The shop’s own broker')).toBeVisible()

  await page.getByRole('button', { name: 'Remove orders-rabbit' }).click()
  await dialog.getByRole('button', { name: 'Remove backend' }).click()
  await expect(page.getByRole('button', { name: 'Edit orders-rabbit' })).toHaveCount(0)
})

test('refuses to remove a backend that types use', async ({ signedIn, product }) => {
  const page = signedIn
  await mustCall(apiOf(product), 'POST', '/task-types', { name: 'backend.keeper', backend: 'postgres' })
  await page.goto(`${product.url}/settings`)
  await page.getByRole('button', { name: 'Remove postgres' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Remove backend' }).click()
  await expect(dialog).toContainText('is used by')
})
