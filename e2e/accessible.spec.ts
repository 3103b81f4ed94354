/** Every screen, full and narrow, light and dark, as axe sees it: WCAG 2.2 AA without a violation. */
import AxeBuilder from '@axe-core/playwright'
import { apiOf, type Call, mustCall } from './api.ts'
import { failuresOf, replayOf, startReplay } from './archive.ts'
import { publish, setUpConsumer } from './consumer.ts'
import { expect, test } from './fixtures.ts'
import type { Product } from './product.ts'
import { type RecordingTarget, startTarget } from './target.ts'

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

/** What exists only once something has died, and what each shows when it has been read. */
const ofDeadTasks: (readonly [path: string, shows: string])[] = []
let target: RecordingTarget

test.beforeAll(async ({ product }) => {
  const call = apiOf(product)
  const [held, ended] = await letDie(call, product)
  const { id: holding } = await startReplay(call, { selection: { ids: [held] }, holdSeconds: 3_600 })
  const { id: over } = await startReplay(call, { selection: { ids: [ended] }, reason: 'try again' })
  await expect
    .poll(() => replayOf(call, over), { timeout: 30_000 })
    .toMatchObject({ state: 'completed', progress: { failedAgain: 1 } })
  const [dead] = await failuresOf(call, FAILING)
  ofDeadTasks.push(
    [`/failures/${dead?.id}`, 'The target answered 500'],
    [`/failures?view=tasks&id=${dead?.id}`, 'The target answered 500'],
    [`/failures/${held}`, 'A replay has it now.'],
    [`/replays/${holding}`, 'Start now'],
    [`/replays/${over}`, 'Show them'],
  )
})

test.afterAll(() => target.close())

const FAILING = 'ledger.audit'

/** Three tasks whose target fails; the ids of their failures. */
async function letDie(call: Call, product: Product): Promise<string[]> {
  target = await startTarget()
  target.answerWith(500, '{"error":"the books do not balance"}')
  const fields = { retry: { maxAttempts: 1 } }
  await setUpConsumer(call, { project: 'auditors', type: FAILING, url: target.url, fields })
  await product.startWorker('auditors')
  await publish(call, FAILING, [{ month: 1 }, { month: 2 }, { month: 3 }])
  const ids = async () => (await failuresOf(call, FAILING)).map(({ id }) => id)
  await expect.poll(async () => (await ids()).length, { timeout: 30_000 }).toBe(3)
  return ids()
}

for (const { width, height, scheme } of VIEWS)
  test(`no screen has a violation at ${width} px, ${scheme}`, async ({ product, signedIn: page }) => {
    test.setTimeout(240_000)
    await page.setViewportSize({ width, height })
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
    const found: string[] = []
    for (const [screen, shows] of [...SCREENS.map((path) => [path, null] as const), ...ofDeadTasks]) {
      await page.goto(`${product.url}${screen}`)
      await expect(page.getByRole('heading').first()).toBeVisible()
      if (shows !== null) await expect(page.getByText(shows).first()).toBeVisible()
      const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze()
      found.push(...violations.map(({ id, nodes }) => `${screen}: ${id} at ${nodes[0]?.target.join(' ')}`))
    }
    expect(found).toEqual([])
  })
