/** Removes instances that nobody looks for any more; called by a loop. */
import type { Database } from '../store/database.ts'
import { deleteOldInstances } from '../store/instances.ts'

const STOPPED_FOR_MS = 60 * 60_000
const LOST_FOR_MS = 24 * 60 * 60_000

/** @returns how many were removed: stopped for an hour, or not heard for a day */
export async function forgetOldInstances({
  database,
  clock,
}: {
  readonly database: Database
  readonly clock: () => Date
}): Promise<number> {
  const now = clock().getTime()
  return deleteOldInstances(database.prisma, {
    stoppedBefore: new Date(now - STOPPED_FOR_MS),
    lostBefore: new Date(now - LOST_FOR_MS),
  })
}
