/** What no linter of ours knows: how long files are, what they may be called, which alias belongs where. */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const MAX_LINES = 350
const CODE = /\.(ts|tsx|mts|mjs|css)$/
const MADE_BY_TOOLS = /^(components\/api\/schema\.d\.ts|next-env\.d\.ts)$/
const SAYS_NOTHING = /^(utils?|helpers?|common|misc|shared)(\.|$)/
const LEFT_BEHIND = /\b(TODO|FIXME|XXX)\b/
const ALIAS = /from '@\//
/** A test that is left out, or that leaves all others out; but for a server that is not to be had here, with why. */
const SWITCHED_OFF = /(?<!if \(reason !== null\) )\b(describe|it|test)\.(only|skip|todo)\(/

function problemsOf(path: string): string[] {
  const text = readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
  const lines = text.split('\n').length - 1
  const isThis = path.startsWith('scripts/check/')
  return [
    ...(lines > MAX_LINES
      ? [`${lines} lines, expected at most ${MAX_LINES}: look for the second idea in it`]
      : []),
    ...(path.split('/').some((part) => SAYS_NOTHING.test(part))
      ? [`"${basename(path)}" says nothing of what is in it`]
      : []),
    ...(path.startsWith('server/') && ALIAS.test(text) ? ['the alias "@/" is for app and components'] : []),
    ...(!isThis && LEFT_BEHIND.test(text)
      ? ['a note to do something later: do it, or write it down elsewhere']
      : []),
    ...(!isThis && SWITCHED_OFF.test(text)
      ? ['a test that is switched off, or that switches others off']
      : []),
  ]
}

const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: ROOT,
  encoding: 'utf8',
})
const findings = tracked
  .split('\n')
  .filter((path) => CODE.test(path) && !MADE_BY_TOOLS.test(path) && existsSync(`${ROOT}${path}`))
  .flatMap((path) => problemsOf(path).map((problem) => `${path}: ${problem}`))
for (const finding of findings) process.stdout.write(`${finding}\n`)
process.exitCode = findings.length === 0 ? 0 : 1
