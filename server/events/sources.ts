/** What tells `Events` by itself, so that the rooms where it happens need not. */
import type { ConfigChanges } from '../assignments/config-changes.ts'
import type { HeartbeatWriter } from '../instances/heartbeat-writer.ts'
import type { Heartbeat } from '../task/index.ts'
import type { Events, Resource } from './events.ts'

/** A configuration is what projects, types and backends are made of, and every change of it is audited. */
const CONFIGURATION: readonly Resource[] = [
  'assignments',
  'projects',
  'rollouts',
  'backends',
  'queues',
  'audit',
]
const MOST_INSTANCES = 50_000

/** @returns how to stop */
export function followConfigChanges(changes: ConfigChanges, events: Events): () => void {
  let newest = 0
  return changes.subscribe(({ version }) => {
    // A change of this process is heard twice: at its commit, and as its own notification.
    if (version <= newest) return
    newest = version
    events.changed(...CONFIGURATION)
  })
}

/** What of an instance is worth a look; its counts differ with every heartbeat. */
const newsOf = ({ state, configError, unresolvedSecrets, consumers, producers }: Heartbeat) =>
  JSON.stringify([
    state,
    configError,
    unresolvedSecrets,
    consumers.map((one) => [one.type, one.state, one.workers, one.error]),
    producers.map((one) => [one.type, one.state, one.error]),
  ])
const appliedOf = ({ appliedRevision, appliedEtag }: Heartbeat) => `${appliedRevision} ${appliedEtag}`

/** Announces the heartbeats that tell something new: an instance that starts, drains, crashes, applies. */
export function announceHeartbeats(writer: HeartbeatWriter, events: Events): HeartbeatWriter {
  const known = new Map<string, { readonly news: string; readonly applied: string }>()
  return {
    async write(beat) {
      const stored = await writer.write(beat)
      if (stored === null || !stored.stored) return stored
      const news = newsOf(beat.heartbeat)
      const applied = appliedOf(beat.heartbeat)
      const before = known.get(beat.id)
      // Many that are gone cost memory for nothing; forgetting all costs one announcement.
      if (known.size >= MOST_INSTANCES) known.clear()
      known.set(beat.id, { news, applied })
      if (before?.applied !== applied) events.changed('instances', 'rollouts')
      else if (before.news !== news) events.changed('instances')
      return stored
    },
  }
}
