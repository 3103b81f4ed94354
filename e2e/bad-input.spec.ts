/** Bad input gets a precise answer: in the API, on the command line and on screen. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { apiOf, mustCall } from './api.ts'
import { expect, test } from './fixtures.ts'
import { runNode } from './program.ts'

interface Problem {
  readonly code: string
  readonly detail: string
  readonly requestId: string
  readonly errors?: { readonly pointer?: string; readonly detail: string }[]
  readonly current?: { readonly revision: number }
}

test.beforeAll(async ({ product }) => {
  const call = apiOf(product)
  await mustCall(call, 'POST', '/projects', { name: 'billing' })
  await mustCall(call, 'POST', '/task-types', { name: 'invoice.send' })
})

test('publishing refuses what cannot be right, and says which field', async ({ product }) => {
  const call = apiOf(product)
  const unknown = await call<Problem>('POST', '/tasks', { type: 'invoice.sned', payload: {} })
  expect(unknown.status).toBe(422)
  expect(unknown.contentType).toContain('application/problem+json')
  expect(unknown.body.errors).toEqual([
    { pointer: '/type', detail: expect.stringContaining('no task type "invoice.sned"') },
  ])

  const malformed = await call<Problem>('POST', '/tasks', '{"type": ')
  expect(malformed.status).toBe(400)
  expect(malformed.body.requestId).not.toBe('')

  const large = await call<Problem>('POST', '/tasks', { type: 'invoice.send', payload: 'x'.repeat(2 << 20) })
  expect(large.status).toBe(413)
  expect(large.body.errors?.[0]).toMatchObject({
    pointer: '/payload',
    detail: expect.stringContaining('1048576'),
  })

  const token = await mustCall<{ token: string }>(call, 'POST', '/tokens', {
    name: 'billing publishes',
    scopes: ['publish'],
    project: 'billing',
  })
  const ofBilling = apiOf({ url: product.url, token: token.token })
  const forbidden = await ofBilling<Problem>('POST', '/tasks', { type: 'invoice.send', payload: {} })
  expect(forbidden.status).toBe(403)
  expect(forbidden.body.detail).toContain('not assigned to produce "invoice.send"')
})

test('saving refuses stale revisions, bad URLs and private targets', async ({ product }) => {
  const call = apiOf(product)
  const save = (url: string, etag: string) =>
    call<Problem>(
      'PUT',
      '/projects/billing/assignments',
      {
        assignments: [{ role: 'consumer', type: 'invoice.send', workers: 1, handler: { kind: 'http', url } }],
        reason: 'try',
      },
      { 'if-match': etag },
    )
  for (const url of ['ftp://example.com/x', 'http://169.254.169.254/latest', 'http://10.0.0.7/run']) {
    const refused = await save(url, '"0"')
    expect(refused.status, url).toBe(422)
    expect(refused.body.errors?.[0]?.pointer, url).toBe('/assignments/0/handler/url')
  }
  expect((await save('http://127.0.0.1:9/run', '"0"')).status).toBe(200)
  const stale = await save('http://127.0.0.1:9/other', '"0"')
  expect(stale.status).toBe(412)
  expect(stale.body.current?.revision).toBe(1)
})

test('the screen says what is wrong where it is wrong', async ({ product, signedIn: page }) => {
  await page.goto(`${product.url}/publish?type=invoice.send`)
  // The editor takes the place of a plain box as soon as somebody writes.
  await page.getByLabel('Payload as JSON').click()
  const editor = page.locator('.cm-content')
  await editor.click()
  await page.keyboard.press('ControlOrMeta+A')
  await page.keyboard.type('{"order": ')
  await page
    .getByRole('button', { name: /^Publish/ })
    .last()
    .click()
  await expect(page.getByText(/JSON/).first()).toBeVisible()
})

test('a private target is refused on screen with its place and the rule', async ({
  product,
  signedIn: page,
}) => {
  const call = apiOf(product)
  await mustCall(call, 'POST', '/projects', { name: 'courier' })
  await mustCall(call, 'POST', '/task-types', { name: 'letter.send' })
  const handler = { kind: 'http', url: 'http://127.0.0.1:9/run' }
  await mustCall(
    call,
    'PUT',
    '/projects/courier/assignments',
    { assignments: [{ role: 'consumer', type: 'letter.send', workers: 1, handler }], reason: 'letters' },
    { 'if-match': '"0"' },
  )
  await page.goto(`${product.url}/assignments?lens=project&project=courier`)
  await page.getByRole('button', { name: 'letter.send in courier', exact: true }).click()
  await page.getByRole('dialog').getByLabel('URL').fill('http://10.0.0.7/run')
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /into the change set/ })
    .click()
  const refusal = page.getByRole('alert').filter({ hasText: 'The preview was refused' })
  await expect(refusal).toContainText('letter.send in courier, handler url')
  await expect(refusal).toContainText('10.0.0.7')
  await expect(page.getByRole('button', { name: 'Apply to 1 project' })).toBeDisabled()
})

test('the command line names the key of a configuration file that it does not know', async ({ product }) => {
  const file = join(product.dataDir, 'bad.json')
  await writeFile(file, JSON.stringify({ project: 'billing', backends: {}, consumrs: [] }))
  const check = runNode(['server/task/cli/main.ts', 'config', 'check', file], {})
  expect(await check.ended).toBe(1)
  expect(check.output()).toContain('consumrs')
})
