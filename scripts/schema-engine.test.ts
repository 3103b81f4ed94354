import { spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { migrate } from '../server/store/migrate.ts'
import { createEmptyDatabase } from '../server/store/test-database.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const SCHEMA = join(ROOT, 'prisma/schema.prisma')
const TIMEOUT_MS = 60_000

describe("the stand-in for Prisma's schema engine", () => {
  let database: Awaited<ReturnType<typeof createEmptyDatabase>>
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'signalbox-schema-'))
    database = await createEmptyDatabase(inject('postgresUrl'))
    await migrate(database.url)
  })
  afterAll(async () => {
    await database.drop()
    await rm(folder, { recursive: true, force: true })
  })

  function prisma(...args: string[]) {
    const cli = join(ROOT, 'node_modules/prisma/build/index.js')
    const engine = join(ROOT, 'scripts/schema-engine.mjs')
    const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], {
      cwd: ROOT,
      env: { ...process.env, DATABASE_URL: database.url, PRISMA_SCHEMA_ENGINE_BINARY: engine },
      encoding: 'utf8',
    })
    return { status, output: `${stdout}${stderr}` }
  }
  const diff = (schema: string) =>
    prisma('migrate', 'diff', '--from-config-datasource', '--to-schema', schema, '--exit-code', '--script')

  it(
    "tells that a database made by our own runner is what the schema describes, and that Prisma's CLI takes it for migrated",
    () => {
      expect(diff(SCHEMA)).toMatchObject({ status: 0, output: expect.stringContaining('empty migration') })
      const status = prisma('migrate', 'status')
      expect(status).toMatchObject({ status: 0, output: expect.stringContaining('up to date') })
      const deploy = prisma('migrate', 'deploy')
      expect(deploy).toMatchObject({ status: 0, output: expect.stringContaining('No pending migrations') })
    },
    TIMEOUT_MS,
  )

  it(
    'writes the migration that a changed schema needs',
    async () => {
      const changed = join(folder, 'schema.prisma')
      const text = await readFile(SCHEMA, 'utf8')
      await writeFile(changed, text.replace(/^ {2}queueName +String\?/m, '  queueName String? @unique'))
      const { status, output } = diff(changed)
      expect(output).toContain('CREATE UNIQUE INDEX "task_type_queueName_key" ON "task_type"("queueName")')
      expect(status).toBe(2)
    },
    TIMEOUT_MS,
  )

  it(
    'fails loudly on a schema that is none',
    async () => {
      const broken = join(folder, 'broken.prisma')
      await writeFile(broken, 'datasource db { provider = "postgresql" }\nmodel A {\n  id Unknown @id\n}\n')
      const { status, output } = diff(broken)
      expect(output).toContain('Unknown')
      expect(status).toBe(1)
    },
    TIMEOUT_MS,
  )
})
