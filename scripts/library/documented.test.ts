/** The programs in the library's documents, as they stand there, against the installed package and real brokers. */
import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { createEmptyDatabase } from '../../server/store/test-database.ts'
import {
  startTestControlPlane,
  TEST_TOKEN,
  type TestControlPlane,
} from '../../server/task/source/test-control-plane.ts'
import { type InstalledProject, projectWith } from './packed-library.ts'

const ROOT = join(import.meta.dirname, '../..')
const ENDS_WITHIN_MS = 20_000

interface Fence {
  readonly file: string
  readonly line: number
  readonly language: string
  readonly text: string
}

async function fencesOf(file: string): Promise<Fence[]> {
  const markdown = await readFile(join(ROOT, file), 'utf8')
  return [...markdown.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(
    ({ 1: language = '', 2: text = '', index }) => ({
      ...{ file, language, text },
      line: markdown.slice(0, index).split('\n').length,
    }),
  )
}

const fences = [...(await fencesOf('server/task/README.md')), ...(await fencesOf('docs/library.md'))]
const programs = fences.flatMap((fence, index) => {
  const next = fences[index + 1]
  const output = next?.file === fence.file && next.language === 'text' ? next.text : null
  return fence.language === 'ts' ? [{ ...fence, output }] : []
})
const nameOf = ({ file, line }: Fence) => `${file.replaceAll(/\W/g, '-')}-${line}`

let project: InstalledProject
let plane: TestControlPlane
let database: { url: string; drop(): Promise<void> }
beforeAll(async () => {
  project = await projectWith(['@types/node', 'pg'])
  plane = await startTestControlPlane()
  plane.document = { project: 'billing', revision: 7, backends: {} }
  database = await createEmptyDatabase(inject('postgresUrl'))
  for (const program of programs) await project.write(`${nameOf(program)}.ts`, program.text)
}, 240_000)
afterAll(async () => {
  await plane?.away()
  await database?.drop()
  await project?.remove()
})

/** A program that ends only when it is told to is told so once it has printed what it should. */
function runProgram(
  file: string,
  untilPrinted: string | null,
): Promise<{ code: number | null; output: string }> {
  const env = {
    ...process.env,
    ...{ DATABASE_URL: database.url, SIGNALBOX_URL: plane.url, SIGNALBOX_TOKEN: TEST_TOKEN },
  }
  const child = spawn(process.execPath, [file], { cwd: project.folder, env, timeout: ENDS_WITHIN_MS })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
      if (output === untilPrinted) child.kill('SIGTERM')
    })
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, output })))
}

describe('the documents of the library', () => {
  it('hold programs', () => {
    expect(programs.length).toBeGreaterThanOrEqual(7)
  })

  it.each(programs.map((program) => [`${program.file}:${program.line}`, program] as const))(
    '%s runs as it stands',
    async (_place, program) => {
      const waits = program.text.includes("process.once('SIGTERM'")
      const { code, output } = await runProgram(`${nameOf(program)}.ts`, waits ? program.output : null)
      expect({ code, output }).toEqual({ code: 0, output: program.output ?? '' })
    },
  )

  it('hold programs with right types', async () => {
    const tsc = join(ROOT, 'node_modules/typescript/bin/tsc')
    const flags = ['--noEmit', '--strict', '--skipLibCheck', '--types', 'node', '--moduleDetection', 'force']
    const modules = ['--module', 'nodenext', '--target', 'es2024', '--lib', 'es2024']
    const files = programs.map((program) => `${nameOf(program)}.ts`)
    const { code, stdout } = await project.run([process.execPath, tsc, ...flags, ...modules, ...files])
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' })
  }, 90_000)

  it.each(fences.filter(({ language }) => language === 'json'))(
    '$file:$line is a valid configuration',
    async (fence) => {
      await project.write('signalbox.json', fence.text)
      const check = ['npx', '--no-install', 'signalbox', 'config', 'check', 'signalbox.json']
      const { stdout } = await project.run(check)
      expect(stdout).toMatch(/^signalbox.json: valid; /)
    },
  )
})
