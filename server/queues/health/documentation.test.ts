/** docs/health.md says of every sentence when it appears and what to do, and says what the code does. */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { HEALTH_CODES, TIMINGS } from './finding.ts'

const page = readFileSync(new URL('../../../docs/health.md', import.meta.url), 'utf8')
const seconds = (ms: number) => `${ms / 1_000} s`

function timingInWords(code: (typeof HEALTH_CODES)[number]): string[] {
  const { confirmSamples, confirmMs, releaseMs } = TIMINGS[code]
  const confirm = [
    ...(confirmSamples > 1 ? [`${confirmSamples} samples`] : []),
    ...(confirmMs > 0 ? [seconds(confirmMs)] : []),
  ]
  return [confirm.join(', ') || 'at once', releaseMs > 0 ? seconds(releaseMs) : 'at once']
}

it('explains every code, in the order in which they are told, and no other', () => {
  const headings = [...page.matchAll(/^### `(.+)`$/gm)].map(([, code]) => code)
  expect(headings).toEqual(HEALTH_CODES)
  for (const section of page.split(/^### /m).slice(1)) expect(section).toMatch(/^`.+`\n> \S/)
})

it('tells how long each is confirmed and released', () => {
  const rows = [...page.matchAll(/^\| `([a-z-]+)` \| [a-z, ]+ \| (.+) \| (.+) \|$/gm)]
  expect(rows.map(([, code, shown, released]) => [code, shown, released])).toEqual(
    HEALTH_CODES.map((code) => [code, ...timingInWords(code)]),
  )
})
