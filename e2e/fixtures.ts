/**
 * What a browser test starts from: a product, and a page on which the admin is signed in. Files share the product, as
 * people share an installation: each uses projects and task types of its own.
 */
import { test as base, expect, type Page } from '@playwright/test'
import { ADMIN, type Product, startProduct } from './product.ts'

interface Fixtures {
  /** A page on which the admin is signed in. */
  readonly signedIn: Page
}

interface WorkerFixtures {
  readonly product: Product
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
