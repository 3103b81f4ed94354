import { join } from 'node:path'
import process from 'node:process'
import type { Page } from '@playwright/test'

/** Pictures for whoever wants to look; only where a folder for them is named. */
export async function shot(page: Page, name: string): Promise<void> {
  const folder = process.env.SHOTS_DIR
  if (folder === undefined) return
  for (const colorScheme of ['light', 'dark'] as const)
    for (const width of [1440, 390]) {
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize({ width, height: 900 })
      await page.screenshot({ path: join(folder, `${name}-${width}-${colorScheme}.png`) })
    }
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize({ width: 1440, height: 900 })
}
