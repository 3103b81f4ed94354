/**
 * A built-in handler, chosen in the browser with the keyboard: a task becomes a message in Slack (a local server that
 * speaks its Web API) without any code of a project; and the token is nowhere to be read, also when it fails.
 */
import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { apiOf, mustCall } from './api.ts'
import { publish } from './consumer.ts'
import { expect, test } from './fixtures.ts'
import { shot } from './shot.ts'

const TYPE = 'deploy.announce'
const PROJECT = 'announcer'
const TOKEN = 'xoxb-planted-5ecret'

async function startSlack() {
  const seen: { token: string; body: Record<string, unknown> }[] = []
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part)
    if (request.url?.startsWith('/gone')) return response.writeHead(404).end('no such method')
    const body = JSON.parse(Buffer.concat(parts).toString())
    const token = request.headers.authorization ?? ''
    seen.push({ token, body })
    const answer = body.text === 'too long' ? { ok: false, error: 'msg_too_long', said: token } : { ok: true }
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`
  return { url, seen, close: () => new Promise((resolve) => server.close(resolve)) }
}

test('a task becomes a message in Slack by configuration alone, and its token stays hidden', async ({
  product,
  signedIn: page,
}) => {
  const call = apiOf(product)
  const slack = await startSlack()
  const secretFile = join(product.dataDir, 'slack-token')
  await writeFile(secretFile, `${TOKEN}\n`)
  await mustCall(call, 'POST', '/projects', { name: PROJECT })
  await mustCall(call, 'POST', '/task-types', { name: TYPE })
  const consumer = { role: 'consumer', type: TYPE, workers: 1, handler: { kind: 'function' } }
  const body = { assignments: [consumer], reason: 'to begin with' }
  await mustCall(call, 'PUT', `/projects/${PROJECT}/assignments`, body, { 'if-match': '"0"' })
  const worker = await product.startWorker(PROJECT)

  await page.goto(`${product.url}/assignments?lens=project`)
  await page.getByRole('button', { name: `${TYPE} in ${PROJECT}`, exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Handler').focus()
  await page.keyboard.type('channel bot')
  await expect(page.getByRole('option')).toHaveCount(1)
  await shot(page, 'picker')
  await page.keyboard.press('Enter')
  await dialog.getByLabel('Bot token').fill('xoxb-typed-in-the-wrong-place')
  await dialog.getByRole('button', { name: /into the change set/ }).click()
  await expect(dialog.getByText(/never the secret itself/)).toBeVisible()
  await shot(page, 'form-error')
  await dialog.getByLabel('Bot token').fill(`file:${secretFile}`)
  await dialog.getByLabel('Channel').fill('#deploys')
  await dialog.getByLabel('API address').fill(slack.url)
  await shot(page, 'form')
  await tryIt(page, slack.url)
  expect(slack.seen).toHaveLength(1)
  slack.seen.splice(0)
  await dialog.getByRole('button', { name: /into the change set/ }).click()
  await page.getByLabel('Reason').fill('announce deploys')
  await shot(page, 'change-set')
  await page.getByRole('button', { name: 'Apply to 1 project' }).click()

  const [id] = await publish(call, TYPE, [{ text: 'Deployed 42' }])
  await expect.poll(() => slack.seen.length, { timeout: 30_000 }).toBe(1)
  expect(slack.seen[0]).toMatchObject({
    token: `Bearer ${TOKEN}`,
    body: { text: 'Deployed 42', channel: '#deploys', client_msg_id: id },
  })

  await publish(call, TYPE, [{ text: 'too long' }])
  const failures = () => call<{ items: { id: string }[] }>('GET', `/failures?type=${TYPE}`)
  await expect.poll(async () => (await failures()).body.items.length, { timeout: 30_000 }).toBe(1)
  const failure = await call('GET', `/failures/${(await failures()).body.items[0]?.id}`)
  const shown = [failure, await failures(), await call('GET', '/instances'), await call('GET', '/audit')]
  const everything = [JSON.stringify(shown), worker.output(), product.output()].join('\n')
  expect(everything).toContain('msg_too_long')
  expect(everything).not.toContain('5ecret')
  await slack.close()
})

/** The handler is tested as the form has it: once with success, once with an address that nobody serves. */
async function tryIt(page: Page, url: string): Promise<void> {
  const dialog = page.getByRole('dialog')
  await dialog.getByText('Test this handler').click()
  const run = dialog.getByRole('button', { name: 'Run test' })
  await run.click()
  await expect(dialog.getByText(/^Done: a task with this payload would succeed/)).toBeVisible()
  await expect(dialog.getByRole('region', { name: 'Request of the test' })).toContainText(
    /authorization: Bearer •••[\s\S]*Invoice 4711/,
  )
  await expect(dialog.getByRole('region', { name: 'Answer of the service' })).toContainText('"ok": true')
  await run.scrollIntoViewIfNeeded()
  await shot(page, 'test-done')
  await dialog.getByLabel('API address').fill(url.replace(/api$/, 'gone'))
  await run.click()
  await expect(dialog.getByText(/^A task would be tried again\. Slack answered 404\./)).toBeVisible()
  await shot(page, 'test-refused')
  expect(await dialog.textContent()).not.toContain('5ecret')
  await dialog.getByLabel('API address').fill(url)
}
