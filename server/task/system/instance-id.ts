import { randomBytes } from 'node:crypto'

/** `<host>-<pid>-<4 random>`: unique among live instances, and a person can find the process by it. */
export function instanceId(host: string, pid: number): string {
  const name = host.replace(/[^A-Za-z0-9.-]/g, '').slice(0, 100) || 'host'
  return `${name}-${pid}-${randomBytes(2).toString('hex')}`
}
