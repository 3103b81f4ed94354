import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { openDatabase } from '../store/database.ts'
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from '../store/test-database.ts'
import { addFailures } from '../store/test-failures.ts'
import { createBackend } from '../task/backends/registry.ts'
import { backUp } from './backup.ts'
import { restore } from './restore.ts'

const BYTES = [0, 10, 92, 46, 255]
const NASTY = 'tab\t line\nfeed back\\slash sep\u2028arator \\. ünï 🚂'

describe('backup and restore', () => {
  let source: TestDatabase
  let target: Awaited<ReturnType<typeof createEmptyDatabase>>
  let folder: string
  let file: string

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'signalbox-backup-'))
    file = join(folder, 'backup.gz')
    source = await createTestDatabase(inject('postgresUrl'))
    target = await createEmptyDatabase(inject('postgresUrl'))
    await source.prisma.backend.create({
      data: { name: 'postgres', kind: 'postgres', url: 'env:DATABASE_URL' },
    })
    await source.prisma.project.create({ data: { name: 'shop', description: NASTY } })
    await source.prisma.auditEntry.createMany({
      data: Array.from({ length: 300 }, (_, n) => ({
        actorKind: 'person',
        actorName: NASTY,
        action: `a.${n}`,
        targetKind: 'project',
        targetName: 'shop',
        after: { text: NASTY },
      })),
    })
    const backend = await createBackend({ kind: 'postgres', url: source.url }, { namespace: 'task' })
    await backend.connect()
    await backend.declare({ type: 'email.send' })
    const envelope = {
      attributes: { id: '1', type: 'email.send' },
      body: new Uint8Array(BYTES),
    }
    await backend.publish([{ queue: { type: 'email.send' }, envelope }])
    await backend.close()
    await addFailures(source, [{ deadId: 'd1', body: Buffer.from(BYTES), text: NASTY, errorMessage: NASTY }])
    await backUp(source.url, file, new Date())
  })
  afterAll(async () => {
    await source.drop()
    await target.drop()
    await rm(folder, { recursive: true, force: true })
  })

  it('writes a file that only its owner may read', async () => {
    expect((await stat(file)).mode & 0o777).toBe(0o600)
  })

  it('brings back every row, waiting tasks included, and goes on numbering after them', async () => {
    await restore(target.url, file, { replace: false })
    const database = openDatabase(target.url, { maxConnections: 2 })
    try {
      expect((await database.prisma.project.findMany()).map((row) => row.description)).toEqual([NASTY])
      const entries = await database.prisma.auditEntry.findMany({ orderBy: { id: 'asc' } })
      expect(entries).toHaveLength(300)
      expect(entries[299]?.after).toEqual({ text: NASTY })
      const { rows } = await database.pool.query('select body from signalbox_queue.task')
      expect(rows).toEqual([{ body: Buffer.from(BYTES) }])
      const next = await database.prisma.auditEntry.create({
        data: { actorKind: 'person', actorName: 'a', action: 'b', targetKind: 'c', targetName: 'd' },
      })
      expect(next.id).toBe((entries[299]?.id ?? 0n) + 1n)
    } finally {
      await database.close()
    }
  })

  it('brings back the archive of dead tasks: what is shown, searched and counted', async () => {
    const database = openDatabase(target.url, { maxConnections: 2 })
    try {
      const [failure] = await database.prisma.failure.findMany({ include: { text: true } })
      expect(failure).toMatchObject({ deadId: 'd1', errorMessage: NASTY, text: { text: NASTY } })
      expect(Buffer.from(failure?.body ?? [])).toEqual(Buffer.from(BYTES))
      expect(await database.prisma.failureCount.findMany()).toMatchObject([
        { count: 1n, errorMessage: NASTY },
      ])
      expect(await database.prisma.failureMinute.findMany()).toMatchObject([{ count: 1 }])
    } finally {
      await database.close()
    }
  })

  it('refuses a database that is in use, and replaces it when told to', async () => {
    await expect(restore(target.url, file, { replace: false })).rejects.toThrow('--replace')
    expect((await restore(target.url, file, { replace: true })).tables).toBeGreaterThan(10)
  })

  it('refuses what is no backup, a newer release’s, and one that was cut off', async () => {
    const other = join(folder, 'other.gz')
    await writeFile(other, gzipSync('select 1;\n'))
    await expect(restore(target.url, other, { replace: true })).rejects.toThrow('not a Signalbox backup')
    const newer = { format: 1, version: '9.0.0', createdAt: '', migrations: ['29990101000000_later'] }
    await writeFile(other, gzipSync(`-- signalbox backup ${JSON.stringify(newer)}\n`))
    await expect(restore(target.url, other, { replace: true })).rejects.toThrow('Signalbox 9.0.0')
    const cut = { ...newer, version: '0.1.0', migrations: [] }
    await writeFile(
      other,
      gzipSync(
        `-- signalbox backup ${JSON.stringify(cut)}\nCOPY "public"."project" ("name") FROM stdin;\nhalf\n`,
      ),
    )
    await expect(restore(target.url, other, { replace: true })).rejects.toThrow('ends within a table')
    const database = openDatabase(target.url, { maxConnections: 1 })
    expect(await database.prisma.project.count()).toBe(1)
    await database.close()
  })
})
