import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { keepRunning, runOnce } from './child-program.ts'

const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

describe('programs beside us', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'signalbox-child-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  /** A program that notes its pid at each start, and the file of its notes. */
  async function program(name: string, body: string) {
    const path = join(folder, `${name}.mjs`)
    const notes = join(folder, `${name}.txt`)
    await writeFile(
      path,
      `import fs from 'node:fs'\nfs.appendFileSync(${JSON.stringify(notes)}, process.pid + '\\n')\n${body}`,
    )
    const pids = async () =>
      (await readFile(notes, 'utf8').catch(() => '')).split('\n').filter(Boolean).map(Number)
    const output = await open(join(folder, `${name}.log`), 'w')
    return {
      options: { name, command: [path], environment: process.env, output: output.fd },
      pids,
      output,
      path,
    }
  }

  it('starts one again that has ended, and ends it for good when it is stopped', async () => {
    const { options, pids, output } = await program(
      'crashing',
      "setTimeout(() => process.exit(1), 10)\nprocess.on('SIGTERM', () => process.exit(0))",
    )
    const child = keepRunning(options)
    await vi.waitFor(async () => expect((await pids()).length).toBe(2), { timeout: 15_000, interval: 50 })
    await child.stop()
    for (const pid of await pids()) expect(isAlive(pid)).toBe(false)
    await output.close()
  })

  it('tells when one that shall run once has failed', async () => {
    const { options, output } = await program('failing', 'process.exit(3)')
    await expect(runOnce(options)).rejects.toThrow('failing ended with 3')
    await output.close()
  })

  it('ends with us even when we are killed', async () => {
    const { path, pids, output } = await program('steady', 'setInterval(() => {}, 1000)')
    const parent = join(folder, 'parent.ts')
    const module = new URL('./child-program.ts', import.meta.url).href
    await writeFile(
      parent,
      `import { keepRunning } from ${JSON.stringify(module)}
keepRunning({ name: 'steady', command: [${JSON.stringify(path)}], environment: process.env, output: 2 })`,
    )
    const killed: ChildProcess = spawn(process.execPath, [parent], { stdio: 'ignore' })
    await vi.waitFor(async () => expect(await pids()).toHaveLength(1), { timeout: 15_000, interval: 50 })
    killed.kill('SIGKILL')
    await once(killed, 'exit')
    const [pid = 0] = await pids()
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false), { timeout: 5_000, interval: 50 })
    await output.close()
  })
})
