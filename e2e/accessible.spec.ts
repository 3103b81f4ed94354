/** Every screen, full and narrow, light and dark, as axe sees it: WCAG 2.2 AA without a violation. */
import AxeBuilder from '@axe-core/playwright'
import { apiOf, mustCall } from './api.ts'
import { expect, test } from './fixtures.ts'

const SCREENS = [
  '/overview',
  '/queues',
  '/queues/ledger.close',
  '/assignments?lens=project',
  '/assignments?lens=type',
  '/assignments?lens=matrix',
  '/projects',
  '/projects/ledger',
  '/failures',
  '/failures?view=tasks',
  '/replays',
  '/instances',
  '/publish',
  '/activity',
  '/settings',
  '/design',
]
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
const VIEWS = [
  { width: 1440, height: 900, scheme: 'light' },
  { width: 390, height: 844, scheme: 'dark' },
] as const

test.beforeAll(async ({ product }) => {
  const call = apiOf(product)
  for (const name of ['ledger', 'storefront']) await mustCall(call, 'POST', '/projects', { name })
  await mustCall(call, 'POST', '/task-types', { name: 'ledger.close' })
  const handler = { kind: 'http', url: 'http://127.0.0.1:9/run' }
  await mustCall(
    call,
    'PUT',
    '/projects/ledger/assignments',
    {
      assignments: [{ role: 'consumer', type: 'ledger.close', workers: 2, handler }],
      reason: 'the ledger closes its books',
    },
    { 'if-match': '"0"' },
  )
  await mustCall(call, 'POST', '/tasks', { type: 'ledger.close', payload: { month: 1 } })
})

for (const { width, height, scheme } of VIEWS)
  test(`no screen has a violation at ${width} px, ${scheme}`, async ({ product, signedIn: page }) => {
    test.setTimeout(240_000)
    await page.setViewportSize({ width, height })
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
    const found: string[] = []
    for (const screen of SCREENS) {
      await page.goto(`${product.url}${screen}`)
      await expect(page.getByRole('heading').first()).toBeVisible()
      const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze()
      found.push(...violations.map(({ id, nodes }) => `${screen}: ${id} at ${nodes[0]?.target.join(' ')}`))
    }
    expect(found).toEqual([])
  })
