/**
 * Generates the Prisma client. `prisma generate` needs no engine, yet its CLI insists on having one and would download
 * it; naming our own stand-in keeps installing offline-safe. Plain JavaScript: it also runs on the machine's own Node.
 */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const cli = fileURLToPath(new URL('../node_modules/prisma/build/index.js', import.meta.url))
const engine = fileURLToPath(new URL('./schema-engine.mjs', import.meta.url))
const run = spawnSync(process.execPath, [cli, 'generate'], {
  cwd: root,
  env: { PRISMA_SCHEMA_ENGINE_BINARY: engine, ...process.env },
  encoding: 'utf8',
})
if (run.status !== 0) {
  process.stderr.write(`${run.stdout}${run.stderr}`)
  process.exit(run.status ?? 1)
}
