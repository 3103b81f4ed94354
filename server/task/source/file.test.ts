import { mkdtemp, rename, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { silentLogger } from '../logger.ts'
import { createTaskSystem } from '../system/create-task-system.ts'
import type { TaskSystem } from '../system/task-system.ts'
import { fromFile } from './file.ts'

let path: string
let system: TaskSystem | undefined

beforeEach(async () => {
  path = join(await mkdtemp(join(tmpdir(), 'signalbox-file-')), 'config.json')
})
afterEach(async () => {
  await system?.close({ deadlineMs: 0 })
  system = undefined
})

/** Whole or not at all, as editors and volumes replace files. */
async function write(content: string | object): Promise<void> {
  await writeFile(`${path}.new`, typeof content === 'string' ? content : JSON.stringify(content))
  await rename(`${path}.new`, path)
}

const document = (revision: number) => ({
  project: 'mailer',
  revision,
  backends: { main: { kind: 'memory' } },
})
const start = () =>
  createTaskSystem({ config: fromFile(path, { watchIntervalMs: 20 }), logger: silentLogger })

describe('a configuration file', () => {
  it('is applied again when it changes; a mistake keeps the last good one and is told', async () => {
    await write(document(1))
    system = await start()
    expect(system.report().appliedRevision).toBe(1)
    await write(document(2))
    await vi.waitFor(() => expect(system?.report().appliedRevision).toBe(2))
    await write('{ "project": ')
    await vi.waitFor(() => expect(system?.report().configError).toContain('expected JSON'))
    expect(system.report().appliedRevision).toBe(2)
    await write(document(3))
    await vi.waitFor(() => expect(system?.report()).toMatchObject({ appliedRevision: 3, configError: null }))
  })

  it('refuses to start from one that is missing or invalid, naming path and place', async () => {
    await expect(start()).rejects.toMatchObject({
      code: 'config-invalid',
      message: expect.stringContaining(path),
    })
    await write({ ...document(1), project: 7 })
    await expect(start()).rejects.toThrow('expected a string, got 7 at /project')
  })
})
