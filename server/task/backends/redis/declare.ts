/** Makes a type's streams and their consumer group, and looks whether anything else stands under these names. */
import { TaskError } from '../../errors.ts'
import type { RedisConnection } from './connection.ts'
import { GROUP, KEY_TYPES, type Lane, type QueueKeys } from './keys.ts'
import { missingStream, replyCode, wrongType } from './redis-error.ts'

/** @throws TaskError `queue-mismatch` naming the key that holds something else */
async function checkTypes(connection: RedisConnection, { keys }: Lane): Promise<void> {
  const found = await Promise.all(keys.map((key) => connection.send<string>(['TYPE', key])))
  for (const [index, key] of keys.entries()) {
    const type = found[index]
    if (type !== 'none' && type !== KEY_TYPES[index]) throw wrongType(key, undefined, `a ${type}`)
  }
}

/** From the first entry on: whatever is in the stream already is a task. */
async function makeGroup(connection: RedisConnection, stream: string): Promise<void> {
  try {
    await connection.send(['XGROUP', 'CREATE', stream, GROUP, '0', 'MKSTREAM'])
  } catch (error) {
    if (replyCode(error) !== 'BUSYGROUP') throw error
  }
}

/** What we finish is removed from the stream, so nobody else can take from it what we took. */
async function checkForeign(connection: RedisConnection, stream: string): Promise<void> {
  if ((await connection.send<number>(['EXISTS', stream])) === 0) throw missingStream(stream)
  const groups = await connection.send<string[][]>(['XINFO', 'GROUPS', stream])
  const others = groups.map((group) => group[1] as string).filter((name) => name !== GROUP)
  if (others.length === 0) return
  const message =
    `The stream "${stream}" has other consumer groups (${others.join(', ')}): what Signalbox has done it removes, so ` +
    'they would miss tasks. Destroy these groups, or copy the stream to one that Signalbox has alone.'
  throw new TaskError('queue-mismatch', message, { context: { key: stream, groups: others } })
}

/** @throws TaskError `queue-mismatch` */
export async function prepareLane(connection: RedisConnection, lane: Lane): Promise<void> {
  await checkTypes(connection, lane)
  if (lane.foreign) await checkForeign(connection, lane.stream)
  await makeGroup(connection, lane.stream)
}

/** @throws TaskError `queue-mismatch` */
export async function prepareQueue(connection: RedisConnection, { work, dead }: QueueKeys): Promise<void> {
  await prepareLane(connection, work)
  await prepareLane(connection, dead)
}
