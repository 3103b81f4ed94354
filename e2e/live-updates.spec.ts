/** What changes is shown as it changes: by the stream of events alone, since no query of these pages polls. */
import type { Page } from '@playwright/test'
import { apiOf, mustCall } from './api.ts'
import { expect, signIn, test } from './fixtures.ts'

/** Intervals of polling are seconds; the page's clock ticks once a second and goes on. */
const LONGEST_TICK_MS = 1_000

async function withoutPolling(page: Page): Promise<void> {
  await page.addInitScript((longestMs) => {
    const real = window.setInterval
    window.setInterval = ((run: TimerHandler, ms = 0, ...rest: unknown[]) =>
      ms > longestMs ? 0 : real(run, ms, ...rest)) as typeof window.setInterval
  }, LONGEST_TICK_MS)
}

const stream = (page: Page) => page.locator('[data-stream]').first()
const isOpen = (page: Page) => expect(stream(page)).toHaveAttribute('data-stream', 'open')

async function openProjects(page: Page, url: string): Promise<void> {
  await withoutPolling(page)
  await signIn(page, url)
  await page.goto(`${url}/projects`)
  await isOpen(page)
}

const cell = (page: Page, text: string) => page.getByText(text, { exact: true }).first()

/** As the browser does when another tab is chosen. */
const setVisibility = (page: Page, state: 'hidden' | 'visible') =>
  page.evaluate((next) => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => next })
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => next === 'hidden' })
    document.dispatchEvent(new Event('visibilitychange'))
  }, state)

test.describe('an open screen', () => {
  test('shows what somebody else changes through the API', async ({ page, product }) => {
    const call = apiOf(product)
    await openProjects(page, product.url)
    await mustCall(call, 'POST', '/projects', { name: 'live-created' })
    await expect(cell(page, 'live-created')).toBeVisible()
    await mustCall(call, 'DELETE', '/projects/live-created')
    await expect(cell(page, 'live-created')).toBeHidden()
  })

  test('shows in Activity who did it, and says in its tip how news come', async ({ page, product }) => {
    await openProjects(page, product.url)
    await page.goto(`${product.url}/activity`)
    await isOpen(page)
    await mustCall(apiOf(product), 'POST', '/projects', { name: 'live-audited' })
    await expect(page.getByText('live-audited').first()).toBeVisible()
    await expect(stream(page)).toHaveText('live')
    await expect(stream(page)).toHaveAttribute('data-tip', /^Changes are shown as they happen\./)
  })

  test('asks nothing while its tab is hidden, and reads what it missed when it is shown', async ({
    page,
    product,
  }) => {
    await openProjects(page, product.url)
    await setVisibility(page, 'hidden')
    await expect(stream(page)).toHaveAttribute('data-stream', 'closed')
    await mustCall(apiOf(product), 'POST', '/projects', { name: 'live-missed' })
    await setVisibility(page, 'visible')
    await isOpen(page)
    await expect(cell(page, 'live-missed')).toBeVisible()
  })

  test('says that it has lost the control plane, and is live again once that is back', async ({
    page,
    product,
  }) => {
    await openProjects(page, product.url)
    await product.kill()
    await expect(stream(page)).toHaveAttribute('data-stream', 'lost')
    await expect(stream(page)).toHaveAttribute('data-tip', /^Polling/)
    await product.start()
    await isOpen(page)
    await mustCall(apiOf(product), 'POST', '/projects', { name: 'live-again' })
    await expect(cell(page, 'live-again')).toBeVisible()
  })
})
