/**
 * On one installation, by configuration alone: a push on each platform, an event for Segment and for Mixpanel, a file in S3.
 * Of each, one succeeds, one is refused for good and one fails until its attempts are used up; Failures tells which is which.
 */
import type { Page } from '@playwright/test'
import { apiOf, type Call, mustCall } from './api.ts'
import { publish } from './consumer.ts'
import { expect, test } from './fixtures.ts'
import { type Service, startServices } from './services.ts'

const PROJECT = 'services'
const typeOf = ({ handler }: Service) => `run.${handler}`
const RETRY = { kind: 'fixed', maxAttempts: 2, delayMs: 0 }

interface FailureItem {
  readonly type: string
  readonly reason: string
}

async function failuresOf(call: Call, service: Service): Promise<readonly FailureItem[]> {
  return (await mustCall<{ items: FailureItem[] }>(call, 'GET', `/failures?type=${typeOf(service)}`)).items
}

async function setUp(call: Call, services: readonly Service[]): Promise<void> {
  await mustCall(call, 'POST', '/projects', { name: PROJECT })
  for (const service of services)
    await mustCall(call, 'POST', '/task-types', { name: typeOf(service), retry: RETRY })
  const assignments = services.map((service) => ({
    ...{ role: 'consumer', type: typeOf(service), workers: 1 },
    handler: { kind: 'built-in', name: service.handler, options: service.options },
  }))
  const body = { assignments, reason: 'three services less' }
  await mustCall(call, 'PUT', `/projects/${PROJECT}/assignments`, body, { 'if-match': '"0"' })
}

/** One after the other, so that each meets the answer that was planned for it. */
async function runThree(call: Call, service: Service): Promise<void> {
  const dead = async () => (await failuresOf(call, service)).map(({ reason }) => reason).sort()
  const options = { timeout: 30_000, message: service.handler }
  await publish(call, typeOf(service), [service.payload])
  await expect.poll(() => service.received.length, options).toBe(1)
  service.refuseNext()
  await publish(call, typeOf(service), [service.payload])
  await expect.poll(dead, options).toEqual(['rejected'])
  service.failTwice()
  await publish(call, typeOf(service), [service.payload])
  await expect.poll(dead, options).toEqual(['exhausted', 'rejected'])
  expect(service.received, service.handler).toHaveLength(4)
}

test('push, analytics and files run by configuration alone, and their failures are told', async ({
  product,
  signedIn: page,
}) => {
  const call = apiOf(product)
  const services = await startServices(product.dataDir)
  await setUp(call, services)
  const worker = await product.startWorker(PROJECT)
  await Promise.all(services.map((service) => runThree(call, service)))
  await expectInFailures(page, product.url)
  const shown = await call('GET', '/failures?limit=100')
  expect([JSON.stringify(shown), worker.output(), product.output()].join('\n')).not.toContain('5ecret')
  for (const service of services) await service.close()
})

async function expectInFailures(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/failures?type=run.push.apns`)
  await expect(page.getByText(/device token is not registered/).first()).toBeVisible()
  await page.goto(`${url}/failures?type=run.s3.upload`)
  await expect(page.getByText(/S3 answered/).first()).toBeVisible()
}
