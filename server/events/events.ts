/**
 * Which resources changed: receives words from every room, hands them on to who shows them.
 *
 * 1. A room calls `changed('failures')` after its commit; many calls within a second become one announcement.
 * 2. Subscribers of this process (the streams of `GET /events`) hear it.
 * 3. The other replicas hear it by NOTIFY and tell their own subscribers, and nobody else.
 *
 * Nothing is kept: who was away reads everything anew. A notice that the database did not take is sent with the next.
 */
import type { Database } from '../store/database.ts'
import { EVENTS_CHANNEL, sendEventNotice } from '../store/event-notices.ts'
import { type Listening, listen } from '../store/listen.ts'
import { createPace } from './pace.ts'
import { isResource, RESOURCES, type Resource } from './resources.ts'

export type { Resource }

export type EventListener = (resources: readonly Resource[]) => void

export interface Events {
  /** Never fails and never waits. Call it after the commit, else a screen reads what was. */
  changed(...resources: Resource[]): void
  /** @returns how to stop hearing. The listener must not throw. */
  subscribe(listener: EventListener): () => void
  /** Aborted by `close`: nothing more will be told. */
  readonly closed: AbortSignal
  /** Resolves after the first attempt to hear the other replicas. */
  start(): Promise<void>
  close(): Promise<void>
}

interface Deps {
  readonly database: Database
  /** Names this process among the replicas. */
  readonly newId: () => string
  /** Another replica cannot be told or heard for now; screens poll meanwhile. */
  readonly onError: (error: unknown) => void
  /** Default 1 s. */
  readonly everyMs?: number
}

const EVERY_MS = 1_000

export function createEvents({ database, newId, onError, everyMs = EVERY_MS }: Deps): Events {
  const origin = newId()
  const listeners = new Set<EventListener>()
  const closing = new AbortController()
  let listening: Listening | null = null
  let connectedBefore = false

  const here = createPace<Resource>(everyMs, (resources) => {
    for (const listener of listeners) listener(resources)
  })
  const elsewhere = createPace<Resource>(everyMs, (resources) => {
    sendEventNotice(database, [origin, ...resources].join(' ')).catch((error: unknown) => {
      if (closing.signal.aborted) return
      elsewhere.add(resources)
      onError(error)
    })
  })

  return {
    closed: closing.signal,
    changed(...resources) {
      here.add(resources)
      elsewhere.add(resources)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    async start() {
      listening ??= await listen(database, EVENTS_CHANNEL, {
        onMessage(payload) {
          const [from, ...words] = payload.split(' ')
          if (from !== origin) here.add(words.filter(isResource))
        },
        onConnected() {
          // What was told while the connection was broken was missed.
          if (connectedBefore) here.add(RESOURCES)
          connectedBefore = true
        },
        onError,
      })
    },
    async close() {
      here.stop()
      elsewhere.stop()
      closing.abort()
      await listening?.close()
      listening = null
    },
  }
}
