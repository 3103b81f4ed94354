/** Signalbox under plain `next start`, as any Next hosting runs it: the same API, through the mount. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { freePort } from '../server/startup/ports.ts'
import { createEmptyDatabase } from '../server/store/test-database.ts'
import { signIn } from './fixtures.ts'
import { ADMIN } from './product.ts'
import { type Program, runNode } from './program.ts'

let database: Awaited<ReturnType<typeof createEmptyDatabase>>
let dataDir: string
let next: Program
let url: string

test.beforeAll(async () => {
  database = await createEmptyDatabase(process.env.TEST_POSTGRES_URL ?? '')
  dataDir = await mkdtemp(join(tmpdir(), 'signalbox-next-'))
  const port = String(await freePort())
  url = `http://127.0.0.1:${port}`
  next = runNode(['node_modules/next/dist/bin/next', 'start', '-H', '127.0.0.1', '-p', port], {
    DATABASE_URL: database.url,
    SIGNALBOX_DATA_DIR: dataDir,
    BASE_URL: url,
    SIGNALBOX_ADMIN_EMAIL: ADMIN.email,
    SIGNALBOX_ADMIN_PASSWORD: ADMIN.password,
    ...(process.env.NEXT_DIST_DIR === undefined ? {} : { NEXT_DIST_DIR: process.env.NEXT_DIST_DIR }),
  })
  await next.printed(/Ready in/)
})
test.afterAll(async () => {
  await next.end('SIGTERM')
  await database.drop()
  await rm(dataDir, { recursive: true, force: true })
})

test('the API, health and metrics answer through the mount', async ({ request }) => {
  const document = await request.get(`${url}/api/v1/openapi.json`)
  expect(document.status()).toBe(200)
  expect(await document.json()).toMatchObject({ openapi: expect.stringMatching(/^3\.1/) })
  await expect.poll(async () => (await request.get(`${url}/health/ready`)).status()).toBe(200)
  expect((await request.get(`${url}/health/live`)).status()).toBe(200)
  expect((await request.get(`${url}/api/v1/queues`)).status()).toBe(401)
  const missing = await request.get(`${url}/api/v1/nothing`)
  expect(missing.headers()['content-type']).toContain('application/problem+json')
})

test('a person signs in and sees the console', async ({ page }) => {
  await signIn(page, url)
  const backends = (await page.evaluate(async () => (await fetch('/api/v1/backends')).json())) as {
    items: { name: string; health: { state: string } }[]
  }
  expect(backends.items).toMatchObject([{ name: 'postgres' }])
})
