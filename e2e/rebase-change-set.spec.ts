/** Two people edit one project: the second is told who saved what, and both edits survive. */
import { apiOf, mustCall } from './api.ts'
import { expect, test } from './fixtures.ts'

const consumer = (type: string, workers: number) => ({
  role: 'consumer',
  type,
  workers,
  handler: { kind: 'function' },
  paused: false,
  rateLimit: null,
})

test('a draft survives a reload, and a save by somebody else meanwhile', async ({
  product,
  signedIn: page,
}) => {
  const call = apiOf(product)
  const save = (revision: number, reason: string, ...assignments: unknown[]) =>
    mustCall(
      call,
      'PUT',
      '/projects/mailer/assignments',
      { assignments, reason },
      {
        'if-match': `"${revision}"`,
      },
    )
  for (const name of ['email.send', 'email.digest']) await mustCall(call, 'POST', '/task-types', { name })
  await mustCall(call, 'POST', '/projects', { name: 'mailer' })
  await save(0, 'first', consumer('email.send', 4), consumer('email.digest', 1))

  await page.goto(`${product.url}/assignments?project=mailer`)
  const cell = page.locator('[data-cell="mailer/email.send"]')
  await cell.click()
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').getByLabel('Workers').fill('8')
  await page.getByRole('button', { name: 'Put into the change set' }).click()
  await expect(page.getByText('consume email.send 8 workers, function')).toBeVisible()

  await page.reload()
  await expect(page.getByText('consume email.send 8 workers, function')).toBeVisible()

  await save(1, 'digests take long', consumer('email.send', 4), consumer('email.digest', 3))
  await expect(page.getByText('Saved by somebody else since you began')).toBeVisible({ timeout: 30_000 })
  await expect(page.getByText('“digests take long”')).toBeVisible()
  await page.getByRole('button', { name: 'Rebase my edits' }).click()
  await page.getByLabel('Reason').fill('mail falls behind')
  const danger = page.getByRole('checkbox', { name: /I have read this/ })
  if (await danger.isVisible()) await danger.click()
  await page.getByRole('button', { name: 'Apply to 1 project' }).click()
  await expect(page.getByRole('heading', { name: 'Roll-out' })).toBeVisible()

  const saved = await mustCall<{ revision: number; assignments: { type: string; workers: number }[] }>(
    call,
    'GET',
    '/projects/mailer/assignments',
  )
  expect(saved.revision).toBe(3)
  expect(Object.fromEntries(saved.assignments.map((entry) => [entry.type, entry.workers]))).toEqual({
    'email.send': 8,
    'email.digest': 3,
  })
})
