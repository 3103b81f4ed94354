/** Who may only look sees all of a replay and of the archive, is offered nothing to press, and is refused whatever she asks for. */
import type { Browser, Page } from '@playwright/test'
import { apiOf } from './api.ts'
import { countsOf, failuresOf, replayOf, startReplay } from './archive.ts'
import { publish, setUpConsumer } from './consumer.ts'
import { expect, test } from './fixtures.ts'
import { startTarget } from './target.ts'

const TYPE = 'notice.mail'
const GRACE = { email: 'grace@example.com', password: 'another long password' }
const ACTIONS =
  /^(Replay\b.*…|Archive( .*)?…?|Restore\b.*|Edit and replay|Start now|Undo|Pause…|Resume…|Cancel…)$/

interface Asked {
  readonly status: number
  readonly body: { readonly url?: string; readonly code?: string }
}

/** Asks the API as the person who is signed in on the page. */
function ask(page: Page, method: string, path: string, body?: unknown): Promise<Asked> {
  return page.evaluate(
    async ([method, path, body]) => {
      const headers = new Headers(body === null ? [] : [['content-type', 'application/json']])
      const answer = await fetch(`/api/v1${path}`, { method, headers, body })
      return { status: answer.status, body: await answer.json() }
    },
    [method, path, body === undefined ? null : JSON.stringify(body)] as const,
  )
}

/** A page of her own on which she has joined by the admin's invitation. */
async function join(admin: Page, browser: Browser): Promise<Page> {
  const invited = await ask(admin, 'POST', '/people/invitations', { email: GRACE.email, role: 'viewer' })
  expect(invited.status).toBe(201)
  const page = await (await browser.newContext()).newPage()
  await page.goto(invited.body.url ?? '')
  await expect(page.getByText('You are invited as viewer.')).toBeVisible()
  await page.getByLabel('Name').fill('Grace')
  await page.getByLabel('Password').fill(GRACE.password)
  await page.getByRole('button', { name: 'Join and sign in' }).click()
  await expect(page.getByRole('navigation').first()).toBeVisible()
  return page
}

test('a viewer reads replays and failures, and changes nothing', async ({ signedIn, browser, product }) => {
  const call = apiOf(product)
  const target = await startTarget()
  target.answerWith(500, 'no such mailbox')
  const fields = { retry: { maxAttempts: 1 } }
  await setUpConsumer(call, { project: 'notices', type: TYPE, url: target.url, fields })
  const worker = await product.startWorker('notices')
  await publish(call, TYPE, [{ to: 1 }, { to: 2 }, { to: 3 }])
  await expect.poll(() => countsOf(call, TYPE), { timeout: 30_000 }).toEqual({ dead: 3 })
  const [held, dead] = await failuresOf(call, TYPE)
  const selection = { ids: [held?.id] }
  const { id: replay } = await startReplay(call, { selection, holdSeconds: 3_600, reason: 'boxes are back' })
  const viewer = await join(signedIn, browser)

  const ofReplay = `${product.url}/replays/${replay}`
  await viewer.goto(ofReplay)
  await expect(viewer.getByRole('region', { name: 'Progress' })).toContainText('1 task selected, none sent')
  await expect(viewer.getByText('boxes are back').first()).toBeVisible()
  await expect(viewer.getByRole('link', { name: held?.taskId })).toBeVisible()
  await expect(viewer.getByRole('button', { name: ACTIONS })).toHaveCount(0)
  const ofFailures = `${product.url}/failures?view=tasks&q=${encodeURIComponent(`type:${TYPE}`)}`
  await viewer.goto(`${ofFailures}&id=${dead?.id}`)
  await expect(viewer.getByRole('gridcell', { name: 'answered 500' })).toHaveCount(2)
  await expect(viewer.getByText('Your role reads; to replay or archive takes')).toBeVisible()
  const failure = viewer.getByRole('complementary', { name: 'Failure' })
  await expect(failure.getByRole('region', { name: 'Body of the answer' })).toContainText('no such mailbox')
  await expect(failure).toContainText('Your role reads; replaying takes the role operator.')
  await expect(viewer.getByRole('button', { name: ACTIONS })).toHaveCount(0)
  await expect(viewer.getByRole('checkbox', { name: /^Select / })).toHaveCount(0)

  // What she does not find is there for the admin, under these names.
  await signedIn.goto(ofReplay)
  await expect(signedIn.getByRole('button', { name: ACTIONS })).toHaveText(['Start now', 'Undo'])
  await signedIn.goto(`${ofFailures}&id=${dead?.id}`)
  await expect(signedIn.getByRole('checkbox', { name: /^Select / }).first()).toBeVisible()
  await expect(signedIn.getByRole('button', { name: ACTIONS }).first()).toBeVisible()

  const one = { ids: [dead?.id] }
  for (const [method, path, body] of [
    ['POST', '/replays', { selection: one }],
    ['POST', '/replays', { selection: one, dryRun: true }],
    ['POST', '/replays', { selection: { filter: { type: [TYPE] } } }],
    ['POST', `/replays/${replay}/resume`],
    ['POST', `/replays/${replay}/pause`],
    ['POST', `/replays/${replay}/cancel`],
    ['POST', `/failures/${dead?.id}/archive`, { reason: 'no' }],
    ['POST', '/failure-archive', { selection: one, reason: 'no' }],
    ['DELETE', '/failure-archive', { selection: one }],
  ] as const)
    expect((await ask(viewer, method, path, body)).status, `${method} ${path}`).toBe(403)
  expect(await replayOf(call, replay)).toMatchObject({ state: 'holding', progress: { sent: 0, pending: 1 } })
  expect(await countsOf(call, TYPE)).toEqual({ dead: 2, replaying: 1 })
  expect(target.runs).toHaveLength(3)
  await viewer.context().close()
  await worker.end('SIGTERM')
  await target.close()
})
