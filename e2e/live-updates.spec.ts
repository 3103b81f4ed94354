/** What changes is shown as it changes: by the stream of events alone, since no query of these pages polls. */
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { freePort } from '../server/startup/ports.ts'
import { createEmptyDatabase } from '../server/store/test-database.ts'
import { apiOf, mustCall } from './api.ts'
import { expect, signIn, test } from './fixtures.ts'
import { runNode } from './program.ts'
import { startTarget } from './target.ts'

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

const violationsOf = async (page: Page) =>
  (await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag22aa']).analyze()).violations

test('a published task is followed from its queue to its end, and found again by its id', async ({
  signedIn: page,
  product,
}) => {
  const call = apiOf(product)
  const target = await startTarget()
  target.hold()
  await mustCall(call, 'POST', '/projects', { name: 'followed' })
  await mustCall(call, 'POST', '/task-types', { name: 'parcel.track' })
  const consumer = { role: 'consumer', type: 'parcel.track', workers: 1 }
  const assignments = [{ ...consumer, handler: { kind: 'http', url: target.url } }]
  const saved = { assignments, reason: 'parcels are tracked' }
  await mustCall(call, 'PUT', '/projects/followed/assignments', saved, { 'if-match': '"0"' })

  await page.goto(`${product.url}/publish?type=parcel.track`)
  await page.getByRole('button', { name: 'Publish', exact: true }).click()
  await page.getByRole('link', { name: 'Follow it' }).click()
  const main = page.locator('main')
  await expect(main.getByText('Queued', { exact: true })).toBeVisible()
  await expect(main.getByText(/^Waits in parcel\.track on postgres/).first()).toBeVisible()
  const worker = await product.startWorker('followed')
  await expect(main.getByText('Running', { exact: true })).toBeVisible({ timeout: 30_000 })
  target.release()
  await expect(main.getByText('Succeeded', { exact: true })).toBeVisible({ timeout: 30_000 })
  expect(await violationsOf(page)).toEqual([])
  const id = decodeURIComponent(page.url().split('/').at(-1) ?? '')
  expect([...target.done()]).toEqual([id])

  await page.goto(`${product.url}/queues`)
  await page.getByRole('button', { name: /Queue, project, task/ }).click()
  await page.getByPlaceholder(/id of a task/).fill(id)
  await page.getByText(`Where is task ${id}?`).click()
  await expect(main.getByText('Succeeded', { exact: true })).toBeVisible()
  await page.goto(`${product.url}/tasks/order-4711`)
  await expect(main.getByText('This task has left no trace')).toBeVisible()
  expect(await violationsOf(page)).toEqual([])
  await worker.end('SIGTERM')
  await target.close()
})

/** An API token is enough: no browser is needed to see whether a proxy or a server holds events back. */
async function listenTo(url: string, token: string) {
  const response = await fetch(`${url}/api/v1/events`, { headers: { authorization: `Bearer ${token}` } })
  let text = ''
  const ended = (async () => {
    for await (const part of response.body?.pipeThrough(new TextDecoderStream()) ?? []) text += part
  })()
  return { status: response.status, text: () => text, ended }
}

test('the stream passes through plain `next start` as it comes, and does not keep the process from ending', async () => {
  const database = await createEmptyDatabase(process.env.TEST_POSTGRES_URL ?? '')
  const dataDir = await mkdtemp(join(tmpdir(), 'signalbox-live-'))
  const port = String(await freePort())
  const [url, token] = [`http://127.0.0.1:${port}`, `sbx_${randomBytes(24).toString('hex')}`]
  const next = runNode(['node_modules/next/dist/bin/next', 'start', '-H', '127.0.0.1', '-p', port], {
    ...{ DATABASE_URL: database.url, SIGNALBOX_DATA_DIR: dataDir, BASE_URL: url },
    SIGNALBOX_BOOTSTRAP_TOKEN: token,
    ...(process.env.NEXT_DIST_DIR === undefined ? {} : { NEXT_DIST_DIR: process.env.NEXT_DIST_DIR }),
  })
  await next.printed(/Ready in/)
  const call = apiOf({ url, token })
  await expect.poll(async () => (await call('GET', '/session')).status).toBe(200)
  const stream = await listenTo(url, token)
  await expect.poll(stream.text).toContain('retry:')
  await mustCall(call, 'POST', '/projects', { name: 'live-mounted' })
  await expect.poll(stream.text).toContain('"projects"')
  expect(await next.end('SIGTERM')).toBe(143)
  await stream.ended
  await database.drop()
  await rm(dataDir, { recursive: true, force: true })
})
