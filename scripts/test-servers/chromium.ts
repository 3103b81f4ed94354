/** A browser for the browser tests: what is installed, else Debian's package (as root), else Playwright's own. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { chromium } from '@playwright/test'
import { installWithApt } from './apt.ts'

export const SYSTEM_CHROMIUM = '/usr/bin/chromium'
const PLAYWRIGHT = fileURLToPath(new URL('../../node_modules/@playwright/test/cli.js', import.meta.url))

const isThere = () => existsSync(SYSTEM_CHROMIUM) || existsSync(chromium.executablePath())

/** @returns null when there is a browser, else how to get one */
export function provideChromium(): string | null {
  if (isThere()) return null
  installWithApt(['chromium'])
  if (isThere()) return null
  spawnSync(process.execPath, [PLAYWRIGHT, 'install', 'chromium'], { stdio: 'inherit' })
  return isThere()
    ? null
    : `no browser: install Debian's "chromium" (${SYSTEM_CHROMIUM}), or run "npx playwright install --with-deps chromium"`
}
