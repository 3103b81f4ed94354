/** Where the figures were measured: without that they say nothing. */
import { readFileSync } from 'node:fs'
import { cpus, loadavg, platform, release, totalmem } from 'node:os'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

export function machineLine(): string {
  const processors = cpus()
  const gigabytes = (totalmem() / 1_073_741_824).toFixed(0)
  const model = processors[0]?.model.trim() ?? 'unknown processor'
  return `${processors.length} × ${model}, ${gigabytes} GB, ${platform()} ${release()}, Node ${process.versions.node}`
}

/** Runnable processes over the last minute; beyond the number of processors everybody waits. */
export function loadLine(): string {
  return `load ${(loadavg()[0] ?? 0).toFixed(1)}`
}

/** Of a package of the project's own. */
export function packageVersion(name: string): string {
  const manifest = readFileSync(`${ROOT}node_modules/${name}/package.json`, 'utf8')
  return (JSON.parse(manifest) as { version: string }).version
}
