/** Whether a server can keep tasks at all, and whether it would lose them: looked at each time a connection stands. */
import process from 'node:process'
import { TaskError } from '../../errors.ts'
import type { RedisConnection } from './connection.ts'

/** Scripts with flags came with it. */
const OLDEST = 7

/** @throws TaskError `backend-unsupported` for a server that is too old */
export async function checkServer(connection: RedisConnection): Promise<void> {
  const info = await connection.send<string>(['INFO', 'server']).catch(ifRefused(''))
  const version = /^redis_version:(\d+)\.(\S+)/m.exec(info)
  if (version !== null && Number(version[1]) < OLDEST)
    throw new TaskError(
      'backend-unsupported',
      `The Redis backend needs Redis ${OLDEST} or later (or Valkey); this server says ${version[1]}.${version[2]}.`,
    )
  await refuseParts(connection)
  for (const warning of await risksOf(connection)) warnOnce(warning)
}

/** A cluster of one primary is as good as a server; of several, each would refuse what the others keep. */
async function refuseParts(connection: RedisConnection): Promise<void> {
  const info = await connection.send<string>(['INFO', 'cluster']).catch(ifRefused(''))
  if (!/^cluster_enabled:1/m.test(info)) return
  const ranges = await connection
    .send<[number, number, ...unknown[][]][]>(['CLUSTER', 'SLOTS'])
    .catch(ifRefused([]))
  const primaries = new Set(ranges.map(([, , primary]) => String(primary?.[2] ?? primary)))
  if (primaries.size > 1)
    throw new TaskError(
      'backend-unsupported',
      `This is a Redis Cluster of ${primaries.size} primaries, and its redirections are not followed: name a server that is not part of a cluster, or a cluster of one primary.`,
    )
}

/** What would lose tasks that were confirmed; empty where the server does not tell. */
export async function risksOf(connection: RedisConnection): Promise<string[]> {
  const names = ['maxmemory-policy', 'maxmemory', 'appendonly', 'save']
  const pairs = await connection.send<string[]>(['CONFIG', 'GET', ...names]).catch(ifRefused([]))
  const values = new Map<string, string>()
  for (let at = 0; at + 1 < pairs.length; at += 2) values.set(pairs[at] as string, pairs[at + 1] as string)
  const risks: string[] = []
  const policy = values.get('maxmemory-policy') ?? ''
  if (policy.startsWith('allkeys'))
    risks.push(
      `maxmemory-policy is ${policy}: when its memory is full it deletes tasks. Set it to noeviction.`,
    )
  if (values.get('appendonly') === 'no')
    risks.push('appendonly is off: tasks since the last snapshot are lost when it crashes. Set it to yes.')
  return risks
}

/** Hosted servers often refuse to tell: then nothing is known. */
const ifRefused =
  <T>(unknown: T) =>
  (error: Error): T => {
    if (/NOPERM|unknown command|unknown subcommand/i.test(error.message)) return unknown
    throw error
  }

const warned = new Set<string>()

function warnOnce(risk: string): void {
  if (warned.has(risk)) return
  warned.add(risk)
  process.emitWarning(`The Redis backend may lose tasks: ${risk}`, { code: 'SIGNALBOX_REDIS_RISK' })
}
