/** A provider's webhook is set up in the browser; a signed delivery runs at the target, its repeat does not, a forged one is shown. */
import { createHmac } from 'node:crypto'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { apiOf, type Call, mustCall } from './api.ts'
import { expect, signIn, test } from './fixtures.ts'
import { startProduct } from './product.ts'
import { shot } from './shot.ts'
import { startTarget } from './target.ts'

const SECRET = 'a secret of the shop'
const TYPE = 'push.received'
const FIELDS = { project: 'shop', type: TYPE }

test('turns a signed delivery into one task, and shows a refused one', async ({ page }) => {
  const product = await startProduct({ variables: { SIGNALBOX_SECRET_SHOP: SECRET } })
  const target = await startTarget()
  try {
    const call = apiOf(product)
    await assignShop(call, target.url)
    await product.startWorker('shop')

    await signIn(page, product.url)
    await page.goto(`${product.url}/settings?tab=webhooks`)
    await expect(page.getByText('No inbound webhooks')).toBeVisible()
    await shot(page, 'empty')
    await createInBrowser(page)
    const address = `${product.url}/api/v1/hooks/github`
    const panel = page.getByRole('region', { name: 'github' })
    await expect(panel.getByText(address, { exact: true })).toBeVisible()
    await expect(panel.getByText('Waits for the first delivery.')).toBeVisible()

    const unset = { ...FIELDS, name: 'lost', scheme: 'stripe', secret: 'env:SIGNALBOX_SECRET_UNSET' }
    await mustCall(call, 'POST', '/webhooks', unset)
    expect(await deliver(address, SECRET)).toBe(202)
    await expect.poll(() => target.done().size, { timeout: 30_000 }).toBe(1)
    expect(target.runs[0]?.payload).toEqual({ ref: 'refs/heads/main' })
    expect(await deliver(address, SECRET)).toBe(200)
    expect(await deliver(address, 'forged')).toBe(401)
    await expect(panel.getByText('1 accepted, 1 repeated, 1 refused')).toBeVisible()
    await expect(panel.getByText('The last delivery was refused.')).toBeVisible()
    await expect(panel.getByText('The signature does not match')).toBeVisible()
    expect(target.runs).toHaveLength(1)

    const lost = page.getByRole('region', { name: 'lost' })
    await expect(lost.getByText('Receives nothing.')).toBeVisible()
    await expect(lost.getByText(/SIGNALBOX_SECRET_UNSET" does not resolve/)).toBeVisible()
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.map(({ id, nodes }) => `${id} at ${nodes[0]?.target.join(' ')}`)).toEqual([])
    await shot(page, 'tab')

    await panel.getByRole('button', { name: 'Remove github' }).click()
    await page.getByRole('button', { name: 'Remove webhook' }).click()
    // By its text: roles behind an open dialog are hidden.
    await expect(page.getByText(address, { exact: true })).toHaveCount(0)
    expect(await deliver(address, SECRET)).toBe(404)
  } finally {
    await target.close()
    await product.dispose()
  }
})

/** The shop produces and consumes what its provider sends. */
async function assignShop(call: Call, url: string): Promise<void> {
  await mustCall(call, 'POST', '/projects', { name: 'shop' })
  await mustCall(call, 'POST', '/task-types', { name: TYPE })
  const consumer = { role: 'consumer', type: TYPE, workers: 1, handler: { kind: 'http', url } }
  const body = { assignments: [{ role: 'producer', type: TYPE }, consumer], reason: 'shop receives pushes' }
  await mustCall(call, 'PUT', '/projects/shop/assignments', body, { 'if-match': '"0"' })
}

async function createInBrowser(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'New webhook' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill('github')
  await dialog.getByLabel('Provider').click()
  await page.getByRole('option', { name: 'GitHub' }).click()
  await dialog.getByLabel('Project').fill('shop')
  await dialog.getByLabel('Task type').fill(TYPE)
  await dialog.getByLabel('Secret').fill('the secret itself')
  await dialog.getByRole('button', { name: 'Create' }).click()
  await expect(dialog.getByLabel('Secret')).toHaveAttribute('aria-invalid', 'true')
  await shot(page, 'dialog')
  await dialog.getByLabel('Secret').fill('env:SIGNALBOX_SECRET_SHOP')
  await dialog.getByRole('button', { name: 'Create' }).click()
  await expect(dialog).toHaveCount(0)
}

/** As GitHub does; answers the status. */
async function deliver(address: string, secret: string): Promise<number> {
  const body = '{"ref": "refs/heads/main"}'
  const mac = createHmac('sha256', secret).update(body).digest('hex')
  const headers = {
    'content-type': 'application/json',
    'x-github-delivery': 'd1',
    'x-hub-signature-256': `sha256=${mac}`,
  }
  return (await fetch(address, { method: 'POST', body, headers })).status
}
