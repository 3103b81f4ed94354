/** The checks, each a program of its own, run side by side. */
import { spawn } from 'node:child_process'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

export interface CheckResult {
  readonly name: string
  readonly ok: boolean
  readonly ms: number
  readonly output: string
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const bin = (path: string) => `node_modules/${path}`
const ROOMS = ['server', 'app', 'components', 'e2e', 'scripts', 'examples', 'bench']

/** Name, and what Node runs. */
const CHECKS: readonly (readonly [string, ...string[]])[] = [
  ['format and lint', bin('@biomejs/biome/bin/biome'), 'ci', '--colors=off', '--error-on-warnings', '.'],
  ['types', bin('typescript/bin/tsc'), '--noEmit', '-p', '.'],
  [
    'boundaries',
    bin('dependency-cruiser/bin/dependency-cruiser.mjs'),
    '--config',
    '.dependency-cruiser.mjs',
    ...ROOMS,
  ],
  ['unused code', bin('knip/bin/knip.js'), '--no-config-hints'],
  ['house rules', 'scripts/check/house-rules.ts'],
  ['generated API types', 'scripts/generate-api-types.ts', '--check'],
]

/** `onResult` hears of each as it ends. */
export function runChecks(onResult: (result: CheckResult) => void): Promise<CheckResult[]> {
  return Promise.all(
    CHECKS.map(async ([name, ...command]) => {
      const result = await runNode(name, command)
      onResult(result)
      return result
    }),
  )
}

async function runNode(name: string, command: readonly string[]): Promise<CheckResult> {
  const startedMs = performance.now()
  const child = spawn(process.execPath, command, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject).on('close', resolve)
  })
  return { name, ok: code === 0, ms: performance.now() - startedMs, output }
}
