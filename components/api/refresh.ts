/** From the words of an announcement to the queries that are read again. */
import type { Query, QueryClient, QueryKey } from '@tanstack/react-query'

/** Beginnings of keys. Not what a person is at work with: previews of a change set, peeked tasks, long histories. */
const KEYS: Readonly<Record<string, readonly QueryKey[]>> = {
  queues: [
    ['queues', 'list'],
    ['queues', 'one'],
  ],
  failures: [['failures'], ['tasks']],
  replays: [['replays'], ['tasks']],
  instances: [['instances']],
  projects: [['projects']],
  assignments: [['assignments'], ['revisions'], ['task-types']],
  rollouts: [['rollouts'], ['change-sets', 'one'], ['projects']],
  backends: [['backends']],
  audit: [['audit']],
}

const beginsWith = (key: QueryKey, beginning: QueryKey) => beginning.every((part, i) => key[i] === part)

const isAbout = (query: Query, resources: ReadonlySet<string>) =>
  [...resources].some((resource) =>
    (KEYS[resource] ?? []).some((beginning) => beginsWith(query.queryKey, beginning)),
  )

/** A reader who has gone further down is not followed at each step: all pages would be read again, one by one. */
const MOST_PAGES = 2

function pagesOf({ state: { data } }: Query): number {
  const pages = (data as { pages?: unknown } | null | undefined)?.pages
  return Array.isArray(pages) ? pages.length : 1
}

/** Somebody looks at it and wants news: one that does not poll is held still, e.g. while rows of it are selected. */
const isFollowed = (query: Query) =>
  query.isActive() &&
  pagesOf(query) <= MOST_PAGES &&
  query.observers.some(({ options: { refetchInterval } }) => {
    const every = typeof refetchInterval === 'function' ? refetchInterval(query) : refetchInterval
    return typeof every === 'number'
  })

export interface Refresher {
  /** Words of an announcement; unknown ones are ignored. */
  add(resources: Iterable<string>): void
  /** After a gap: everything that is followed. */
  all(): void
  stop(): void
}

/**
 * Reads what changed again, each query at most once per `everyMs`. One that is being read is left to finish and read
 * once more: its answer may be from before the change, and cancelled again and again it would never come.
 */
export function createRefresher(client: QueryClient, everyMs = 1_000): Refresher {
  let waiting = new Set<string>()
  let timer: ReturnType<typeof setTimeout> | null = null
  let lastAt = Number.NEGATIVE_INFINITY

  function schedule(): void {
    timer ??= setTimeout(flush, Math.max(0, lastAt + everyMs - performance.now()))
  }

  function flush(): void {
    timer = null
    lastAt = performance.now()
    const words = waiting
    waiting = new Set()
    const queries = client.getQueryCache().findAll({ predicate: (query) => isAbout(query, words) })
    for (const query of queries) {
      const again = query.state.fetchStatus === 'fetching' && isFollowed(query)
      if (again) for (const word of words) if (isAbout(query, new Set([word]))) waiting.add(word)
    }
    const ready = new Set(queries.filter((query) => query.state.fetchStatus !== 'fetching'))
    // What nobody looks at is read when somebody does.
    void client.invalidateQueries({ predicate: (query) => ready.has(query), refetchType: 'none' })
    void client.refetchQueries({ predicate: (query) => ready.has(query) && isFollowed(query) })
    if (waiting.size > 0) schedule()
  }

  const add = (resources: Iterable<string>) => {
    for (const resource of resources) if (resource in KEYS) waiting.add(resource)
    if (waiting.size > 0) schedule()
  }
  return {
    add,
    all: () => add(Object.keys(KEYS)),
    stop() {
      if (timer !== null) clearTimeout(timer)
      timer = null
    },
  }
}
