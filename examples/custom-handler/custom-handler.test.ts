/** The example as a user runs it: its folder copied, the packed library installed, one command. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { afterAll, afterEach, beforeAll, expect, inject, it, vi } from 'vitest'
import { type InstalledProject, projectWith } from '../../scripts/library/packed-library.ts'
import { serverPort } from '../../scripts/test-servers/server-port.ts'
import { createEmptyDatabase } from '../../server/store/test-database.ts'

const FILES = ['acme-ticket.ts', 'database.ts', 'desk.ts', 'signalbox.json', 'start.ts']
let project: InstalledProject
let started: ChildProcess | undefined
let port: number
beforeAll(async () => {
  project = await projectWith(['pg'])
  for (const file of FILES) await cp(join(import.meta.dirname, file), join(project.folder, file))
  port = await serverPort()
  await onPort('start.ts')
  await onPort('signalbox.json')
}, 240_000)
afterEach(() => void started?.kill('SIGKILL'))
afterAll(() => project?.remove())

/** 8090 may be taken here. */
async function onPort(file: string): Promise<void> {
  const path = join(project.folder, file)
  const text = await readFile(path, 'utf8')
  expect(text).toContain('8090')
  await writeFile(path, text.replace('8090', String(port)))
}

it('opens a ticket by configuration alone, without the token in its log, and ends cleanly', async () => {
  const database = await createEmptyDatabase(inject('postgresUrl'))
  const env = { ...process.env, DATABASE_URL: database.url }
  started = spawn(process.execPath, ['start.ts'], { cwd: project.folder, env })
  let output = ''
  for (const stream of [started.stdout, started.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  await vi.waitFor(() => expect(output).toContain('ticket 1: The printer is on fire'), { timeout: 30_000 })
  const tickets = (await (await fetch(`http://127.0.0.1:${port}`)).json()) as { key: string }[]
  expect(tickets).toEqual([{ key: expect.any(String), subject: 'The printer is on fire' }])
  // The command that published it prints its id.
  await vi.waitFor(() => expect(output).toContain(`${tickets[0]?.key}\n`), { timeout: 30_000 })
  expect(output).not.toContain('acme-example-token')
  const ended = once(started, 'close')
  started.kill('SIGTERM')
  expect({ ended: await ended, output }).toMatchObject({ ended: [0, null] })
  await database.drop()
}, 90_000)
