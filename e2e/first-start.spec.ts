/** What a newcomer's first minutes depend on: `npm start` on the embedded Postgres, its link, its demo, its errors. */
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { freePort } from '../server/startup/ports.ts'
import { signIn } from './fixtures.ts'
import { ADMIN } from './product.ts'
import { type Program, runNode } from './program.ts'

const START = ['server/cli/signalbox.mjs', 'start']
const LINK = /http:\/\/\S+\/setup#token=\S+/

let dataDir: string
let program: Program | null = null

test.beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'signalbox-first-'))
})
test.afterEach(async () => {
  await program?.end('SIGTERM')
  program = null
  await rm(dataDir, { recursive: true, force: true })
})

/** Starts the product and waits until it says where it is. */
async function start(port: number, variables: Readonly<Record<string, string>> = {}): Promise<Program> {
  program = runNode(START, { PORT: String(port), SIGNALBOX_DATA_DIR: dataDir, ...variables })
  await program.printed(/Signalbox is ready: http:\/\/127\.0\.0\.1:\d+/, 60_000)
  return program
}

async function createAdmin(page: Page, link: string): Promise<void> {
  await page.goto(link)
  await page.getByLabel('Name').fill('Ada')
  await page.getByLabel('E-mail').fill(ADMIN.email)
  await page.getByLabel('Password').fill(ADMIN.password)
  await page.getByRole('button', { name: 'Create admin and sign in' }).click()
  await expect(page.getByRole('navigation').first()).toBeVisible()
}

/** Asks the API as the signed-in person. */
const ask = <T>(page: Page, path: string): Promise<T> =>
  page.evaluate(async (at) => (await fetch(`/api/v1${at}`)).json(), path) as Promise<T>

interface Queues {
  readonly items: readonly {
    readonly type: string
    readonly backends: readonly { outPerSecond: { value: number } }[]
  }[]
}

test('the printed link makes the first admin once; the demo works; a start after kill -9 goes on', async ({
  page,
  browser,
}) => {
  const port = await freePort()
  const first = await start(port)
  const [link] = await first.printed(LINK)
  expect((await stat(join(dataDir, 'connection.json'))).mode & 0o777).toBe(0o600)
  await createAdmin(page, link)

  const stranger = await (await browser.newContext()).newPage()
  await stranger.goto(link)
  await expect(stranger.getByRole('heading', { name: 'This link does not work' })).toBeVisible()
  await stranger.close()

  const busyTypes = async () => {
    const { items } = await ask<Queues>(page, '/queues')
    return items.filter(({ backends }) => backends.some(({ outPerSecond }) => outPerSecond.value > 0)).length
  }
  await expect.poll(busyTypes, { timeout: 60_000 }).toBe(3)

  await first.end('SIGKILL')
  const second = await start(port)
  expect(second.output()).not.toMatch(LINK)
  await page.reload()
  await expect(page.getByRole('navigation').first()).toBeVisible()
  await expect.poll(busyTypes, { timeout: 60_000 }).toBe(3)
  expect(await second.end('SIGTERM')).toBe(0)
})

test('the admin of the environment can sign in, and no link is printed', async ({ page }) => {
  const port = await freePort()
  const { email, password } = ADMIN
  const variables = { SIGNALBOX_ADMIN_EMAIL: email, SIGNALBOX_ADMIN_PASSWORD: password, SIGNALBOX_DEMO: '0' }
  const running = await start(port, variables)
  expect(running.output()).not.toMatch(LINK)
  await signIn(page, `http://127.0.0.1:${port}`)
  const { items } = await ask<{ items: unknown[] }>(page, '/projects')
  expect(items).toEqual([])
})

test('a busy port ends the start with a message that names PORT, and leaves nothing behind', async () => {
  const squatter = await new Promise<Server>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => resolve(server))
  })
  const { port } = squatter.address() as { port: number }
  const refused = runNode(START, { PORT: String(port), SIGNALBOX_DATA_DIR: join(dataDir, 'new') })
  expect(await refused.ended).toBe(1)
  expect(refused.output()).toContain(`PORT: 127.0.0.1:${port} is in use`)
  await expect(stat(join(dataDir, 'new'))).rejects.toThrow('ENOENT')
  squatter.close()
})

test('a second start on the same data folder is refused and does not disturb the first', async ({
  request,
}) => {
  const port = await freePort()
  await start(port, { SIGNALBOX_DEMO: '0' })
  const second = runNode(START, { PORT: '0', SIGNALBOX_DATA_DIR: dataDir })
  expect(await second.ended).toBe(1)
  expect(second.output()).toContain(`Another Signalbox is running on the data folder ${dataDir}`)
  expect((await request.get(`http://127.0.0.1:${port}/health/ready`)).status()).toBe(200)
})

test('a wrong DATABASE_URL is explained without the password', async () => {
  const server = new URL(process.env.TEST_POSTGRES_URL ?? '')
  const wrong = `postgresql://nobody:s3cret-s3cret@${server.host}/signalbox`
  const refused = runNode(START, { PORT: '0', SIGNALBOX_DATA_DIR: dataDir, DATABASE_URL: wrong })
  expect(await refused.ended).toBe(1)
  expect(refused.output()).toContain(
    `DATABASE_URL: the server at ${server.host} refuses the password or the user "nobody"`,
  )
  expect(refused.output()).not.toContain('s3cret')

  const missing = new URL(server)
  missing.pathname = '/nowhere'
  const absent = runNode(START, { PORT: '0', SIGNALBOX_DATA_DIR: dataDir, DATABASE_URL: missing.href })
  expect(await absent.ended).toBe(1)
  expect(absent.output()).toContain(`the server at ${server.host} has no database "nowhere"`)
})

test('variables that make no sense are all named at once', async () => {
  const refused = runNode(START, {
    PORT: 'many',
    SIGNALBOX_ADMIN_EMAIL: 'ada@example.com',
    LOG_LEVEL: 'loud',
  })
  expect(await refused.ended).toBe(1)
  for (const name of ['PORT', 'SIGNALBOX_ADMIN_PASSWORD', 'LOG_LEVEL'])
    expect(refused.output()).toMatch(new RegExp(`^ {2}${name}: expected`, 'm'))
})
