/** How the replicas of the control plane tell each other which resources changed: NOTIFY, names only. */
import type { Database } from './database.ts'

export const EVENTS_CHANNEL = 'signalbox_events'

/** Takes a lock of the whole server at its commit, so callers must be few per second. */
export async function sendEventNotice(database: Database, payload: string): Promise<void> {
  await database.pool.query({
    name: 'event-notice',
    text: 'select pg_notify($1, $2)',
    values: [EVENTS_CHANNEL, payload],
  })
}
