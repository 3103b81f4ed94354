/**
 * The main job: a consumer moves from one project to another in the browser, and running workers follow. State is
 * read only through the browser, the API and the targets' own records.
 */
import { apiOf, mustCall, publishWithCurl } from './api.ts'
import { expect, test } from './fixtures.ts'
import { startTarget } from './target.ts'
import { keepPublishing } from './traffic.ts'

const TYPE = 'invoice.render'
const POLL_MS = 5_000

test('moving a consumer in the browser moves its tasks within two polls, and loses none', async ({
  product,
  signedIn: page,
}) => {
  const call = apiOf(product)
  const [alpha, beta] = await Promise.all([startTarget(), startTarget()])
  for (const name of ['alpha', 'beta']) await mustCall(call, 'POST', '/projects', { name })
  await mustCall(call, 'POST', '/task-types', { name: TYPE })
  const consumer = { role: 'consumer', type: TYPE, workers: 2, handler: { kind: 'http', url: alpha.url } }
  await mustCall(
    call,
    'PUT',
    '/projects/alpha/assignments',
    { assignments: [consumer], reason: 'alpha renders invoices' },
    { 'if-match': '"0"' },
  )
  const workers = await Promise.all([product.startWorker('alpha'), product.startWorker('beta')])

  const first = await publishWithCurl(product, TYPE, { order: 'first' })
  await expect.poll(() => alpha.ids().has(first), { timeout: 30_000 }).toBe(true)

  // Tasks keep coming while the consumer moves.
  const traffic = keepPublishing(() => publishWithCurl(product, TYPE, { order: 'steady' }))

  await page.goto(`${product.url}/assignments?lens=project`)
  await page.getByRole('button', { name: `Actions: ${TYPE} in alpha` }).click()
  await page.getByRole('menuitem', { name: /Move/ }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('To project').fill('beta')
  await page.getByRole('option', { name: 'beta' }).click()
  await dialog.getByRole('button', { name: 'Move', exact: true }).click()

  // The moved consumer still calls alpha's target: give it beta's before applying.
  await page.getByRole('button', { name: `${TYPE} in beta`, exact: true }).click()
  await page.getByRole('dialog').getByLabel('URL').fill(beta.url)
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /into the change set/ })
    .click()

  await page.getByLabel('Reason').fill('invoices leave alpha')
  await page.getByRole('button', { name: 'Apply to 2 projects' }).click()
  const appliedAt = Date.now()
  await expect(page.getByText('Roll-out')).toBeVisible()
  await expect(page.getByText(/1 of 1 instance/).nth(1)).toBeVisible({ timeout: 2 * POLL_MS + 10_000 })

  await expect.poll(() => beta.runs.length, { timeout: 2 * POLL_MS }).toBeGreaterThan(0)
  expect((beta.runs[0]?.at ?? 0) - appliedAt).toBeLessThan(2 * POLL_MS)

  // From now on alpha runs nothing.
  const alphaRuns = alpha.runs.length
  const after = await publishWithCurl(product, TYPE, { order: 'after' })
  await expect.poll(() => beta.ids().has(after)).toBe(true)
  const published = [first, after, ...(await traffic.stop())]
  await expect
    .poll(() => published.filter((id) => !alpha.ids().has(id) && !beta.ids().has(id)), { timeout: 30_000 })
    .toEqual([])
  expect(alpha.runs.length).toBe(alphaRuns)

  // Neither worker was restarted: the instances that live now are the processes that were started.
  const { items } = await mustCall<{ items: { pid: number; project: string; status: string }[] }>(
    call,
    'GET',
    '/instances',
  )
  expect(
    items
      .filter(({ project, status }) => status === 'live' && ['alpha', 'beta'].includes(project))
      .map(({ pid }) => pid)
      .sort(),
  ).toEqual(workers.map(({ pid }) => pid).sort())
  await Promise.all([alpha.close(), beta.close()])
})
