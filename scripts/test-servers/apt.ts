/** Debian's packages, where we are root on Debian; elsewhere nothing happens. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import process from 'node:process'

export function installWithApt(packages: readonly string[]): void {
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return
  const options = ['-o', 'DPkg::Lock::Timeout=120']
  apt([...options, 'update'])
  apt([...options, 'install', '-y', '--no-install-recommends', ...packages])
}

function apt(args: readonly string[]): void {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const { status } = spawnSync('apt-get', args, { stdio: ['ignore', 'inherit', 'inherit'], env })
  // Not fatal: the caller looks for what it wanted.
  if (status !== 0) process.stderr.write(`apt-get ${args.join(' ')} ended with ${status}\n`)
}
