/**
 * What a browser test starts from: a product, and a page on which the admin is signed in. Files share the product, as
 * people share an installation: each uses projects and task types of its own. So they do with the broker and the
 * product on it, which are started by the first file that asks for them.
 */
import { test as base, expect, type Page } from '@playwright/test'
import { type RabbitNode, startRabbitNode } from '../scripts/test-servers/rabbitmq-node.ts'
import { startTcpProxy, type TcpProxy } from '../server/task/backends/conformance/tcp-proxy.ts'
import { ADMIN, type Product, startProduct } from './product.ts'
import { startProductOnRabbit } from './rabbitmq.ts'

interface Fixtures {
  /** A page on which the admin is signed in. */
  readonly signedIn: Page
}

interface WorkerFixtures {
  readonly product: Product
  /** Of our own, to be stopped and killed; start it again before a test ends. */
  readonly rabbit: RabbitNode
  /** What the product and its workers reach the broker through: can be cut, or fall silent. */
  readonly wire: TcpProxy
  /** A product with the backend `rabbitmq`; the only one on its broker. */
  readonly onRabbit: Product
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  product: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the parameter's pattern
    async ({}, use) => {
      const product = await startProduct()
      await use(product)
      await product.dispose()
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  rabbit: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the parameter's pattern
    async ({}, use) => {
      const node = await startRabbitNode()
      await use(node)
      await node.remove()
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  wire: [
    async ({ rabbit }, use) => {
      const proxy = await startTcpProxy(rabbit.port)
      await use(proxy)
      await proxy.close()
    },
    { scope: 'worker' },
  ],
  onRabbit: [
    async ({ rabbit, wire }, use) => {
      const product = await startProductOnRabbit(rabbit, wire)
      await use(product)
      await product.dispose()
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  signedIn: async ({ page, product }, use) => {
    await signIn(page, product.url)
    await use(page)
  },
})

export { expect }

export async function signIn(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/login`)
  await page.getByLabel('E-mail').fill(ADMIN.email)
  await page.getByLabel('Password').fill(ADMIN.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('navigation').first()).toBeVisible()
}
