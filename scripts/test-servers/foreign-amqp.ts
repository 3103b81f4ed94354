/** AMQP programs that are not ours: Debian's amqp-tools, and pika for Python. Each is null when it cannot be had. */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { installWithApt } from './apt.ts'

const PIKA = 'pika==1.4.1'

const succeeds = (program: string, args: string[]) =>
  spawnSync(program, args, { stdio: 'ignore', timeout: 120_000 }).status === 0

function missing(what: string, how: string): null {
  const reason = `no ${what}: ${how}`
  if (process.env.CI === 'true') throw new Error(reason)
  process.stderr.write(`Tests with ${what} are skipped: ${reason}\n`)
  return null
}

/** The folder in which `amqp-publish` and `amqp-consume` are. */
export function findAmqpTools(): string | null {
  const isThere = () => existsSync('/usr/bin/amqp-publish')
  if (!isThere()) installWithApt(['amqp-tools'])
  return isThere() ? '/usr/bin' : missing('amqp-tools', `install Debian's "amqp-tools"`)
}

/** A Python that can import pika; kept from run to run. */
export function findPika(): string | null {
  const kept = join(tmpdir(), 'signalbox-test-pika')
  const own = join(kept, 'bin', 'python')
  const found = ['python3', own].find((python) => succeeds(python, ['-c', 'import pika']))
  if (found !== undefined) return found
  if (succeeds('python3', ['-m', 'venv', kept]) && succeeds(own, ['-m', 'pip', 'install', '-q', PIKA]))
    return own
  return missing('pika', 'Python 3 with venv is needed, and a package index')
}

/** Its output; throws with what it wrote when it fails. */
export function run(program: string, args: string[], input = ''): string {
  return execFileSync(program, args, { input, encoding: 'utf8', timeout: 20_000 })
}
