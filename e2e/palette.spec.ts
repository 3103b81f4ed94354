/** Whoever knows the keys types on at once: what follows ⌘K is meant for the palette, loaded or not. */
import { expect, test } from './fixtures.ts'

test('keys typed before the palette is loaded are found in it, and go nowhere else', async ({
  signedIn,
  product,
}) => {
  const page = signedIn
  await page.goto(`${product.url}/queues`)
  await expect(page.getByRole('heading', { name: 'Queues' })).toBeVisible()
  let slowed = 0
  const gate = Promise.withResolvers<void>()
  await page.route('**/_next/static/chunks/**', async (route) => {
    slowed += 1
    await gate.promise
    await route.continue()
  })
  await page.keyboard.press('Control+k')
  const palette = page.getByRole('dialog', { name: 'Go to' })
  await expect(palette).toBeVisible()
  // `g f` would go to Failures, `?` would show the shortcuts.
  await page.keyboard.type('g f?')
  await page.keyboard.press('Backspace')
  await expect(palette).toContainText('g f')
  expect(slowed, 'the palette is loaded only now').toBeGreaterThan(0)
  gate.resolve()
  const field = palette.getByPlaceholder(/Queue, project/)
  await expect(field).toHaveValue('g f')
  await expect(field).toBeFocused()
  await page.keyboard.type('x')
  await expect(field).toHaveValue('g fx')
  await expect(page).toHaveURL(/\/queues$/)
  await page.keyboard.press('Escape')
  await expect(palette).toBeHidden()
  await page.keyboard.press('Control+k')
  await expect(field).toHaveValue('')
})
