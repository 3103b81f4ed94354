/** What a process of its own is told to do, and how it is started. */
import { spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import type { BenchBackend } from '../arguments.ts'
import type { Workload } from './cases.ts'
import type { Site } from './contender.ts'

export interface Job {
  readonly contender: string
  readonly backend: BenchBackend
  readonly site: Site
  readonly workload: Workload
  /** `measure` gives figures; the others are its errands to yet another process. */
  readonly role: 'measure' | 'fill' | 'publish-at-pace'
}

const PROGRAM = fileURLToPath(new URL('measure.ts', import.meta.url))
const LONGEST_MS = 180_000
/** What Node made of the sources the last time: processes start twice as fast. */
const COMPILED = join(tmpdir(), 'signalbox-bench-compiled')

/** Resolves with the figures; rejects when the process fails or does not end. */
export async function runJob(job: Job): Promise<number[]> {
  const child = spawn(process.execPath, [PROGRAM, JSON.stringify(job)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_COMPILE_CACHE: COMPILED },
    timeout: LONGEST_MS,
  })
  const endWithUs = () => child.kill()
  process.once('exit', endWithUs)
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  const code = await new Promise<number | string | null>((resolve, reject) => {
    child.on('error', reject).on('close', (exitCode, signal) => resolve(exitCode ?? signal))
  })
  process.off('exit', endWithUs)
  if (code !== 0) throw new Error(`${job.contender}, ${job.workload.kind} (${job.role}): ended with ${code}`)
  // A library may have logged something before.
  return JSON.parse(output.trimEnd().split('\n').at(-1) ?? '') as number[]
}
