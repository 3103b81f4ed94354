/**
 * The page's one stream of events: opened while the tab is looked at, closed while it is hidden (a browser gives a host
 * six connections, and streams of forgotten tabs would take them all), opened again when it breaks or falls silent.
 */
import type { StreamState } from './stream-state'

export interface EventLineDeps {
  open(): EventSourceLike
  isHidden(): boolean
  onState(state: StreamState): void
  onResources(resources: readonly string[]): void
  /** What was told meanwhile was missed. */
  onGap(): void
}

/** What is used of the browser's `EventSource`. */
export interface EventSourceLike {
  readonly readyState: number
  addEventListener(type: string, listener: (event: { data?: unknown }) => void): void
  close(): void
}

const CLOSED = 2
/** Refused for good as the browser sees it (too many streams, the control plane stops): asked again later. */
const REFUSED_RETRY_MS = 15_000
/** Queues are sampled every 5 s, so a line this silent is broken without the browser knowing. */
const SILENT_AFTER_MS = 60_000

export interface EventLine {
  /** Call when the tab is hidden or shown. */
  visibilityChanged(): void
  close(): void
}

/** The words of an announcement; none when it is not what was expected. */
export function resourcesIn(data: unknown): string[] {
  if (typeof data !== 'string') return []
  try {
    const { resources } = JSON.parse(data) as { resources?: unknown }
    return Array.isArray(resources) ? resources.filter((word) => typeof word === 'string') : []
  } catch {
    return []
  }
}

export function openEventLine(deps: EventLineDeps): EventLine {
  let source: EventSourceLike | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let openedBefore = false

  function after(ms: number, then: () => void): void {
    clearTimeout(timer)
    timer = setTimeout(then, ms)
  }

  function drop(): void {
    clearTimeout(timer)
    source?.close()
    source = null
  }

  function connect(): void {
    drop()
    const mine = deps.open()
    source = mine
    deps.onState(openedBefore ? 'lost' : 'connecting')
    mine.addEventListener('open', () => {
      if (source !== mine) return
      deps.onState('open')
      if (openedBefore) deps.onGap()
      openedBefore = true
      after(SILENT_AFTER_MS, connect)
    })
    mine.addEventListener('changed', ({ data }) => {
      if (source !== mine) return
      after(SILENT_AFTER_MS, connect)
      deps.onResources(resourcesIn(data))
    })
    mine.addEventListener('error', () => {
      if (source !== mine) return
      deps.onState('lost')
      // Otherwise the browser tries again by itself.
      if (mine.readyState === CLOSED) after(REFUSED_RETRY_MS, connect)
    })
  }

  function visibilityChanged(): void {
    if (!deps.isHidden()) {
      if (source === null) connect()
      return
    }
    drop()
    deps.onState('closed')
  }

  visibilityChanged()
  return {
    visibilityChanged,
    close() {
      drop()
      deps.onState('closed')
    },
  }
}
