/**
 * One stream of `GET /events`: receives announcements, hands them on as server-sent events, and ends when the caller
 * goes, is no longer allowed, has had it long enough, or nothing more will be told.
 */
import type { SSEStreamingApi } from 'hono/streaming'
import type { Events, Resource } from '../events/events.ts'

export interface EventStreamOptions {
  readonly events: Events
  /** How often a comment keeps the line open, and the caller's right to listen is looked at again. */
  readonly commentEveryMs: number
  readonly endAfterMs: number
  stillAllowed(): Promise<boolean>
}

/** What a browser waits before it asks again. */
const RETRY_MS = 2_000

/** What waits until it is woken; a call that comes before the wait counts. */
function createBell() {
  let ring: () => void = () => undefined
  let rung = false
  return {
    ring() {
      rung = true
      ring()
    },
    async heard(withinMs: number): Promise<void> {
      const { promise, resolve } = Promise.withResolvers<void>()
      ring = resolve
      if (rung) resolve()
      const timer = setTimeout(resolve, Math.max(0, withinMs))
      await promise
      clearTimeout(timer)
      rung = false
    },
  }
}

/** Resolves when the stream has ended. What cannot be sent yet is merged, so a slow reader costs no memory. */
export async function sendEvents(stream: SSEStreamingApi, options: EventStreamOptions): Promise<void> {
  const { events, commentEveryMs, endAfterMs } = options
  const changed = new Set<Resource>()
  const bell = createBell()
  // Also ends a write that a stuck reader does not take.
  const end = () => stream.abort()
  const unsubscribe = events.subscribe((resources) => {
    for (const resource of resources) changed.add(resource)
    bell.ring()
  })
  stream.onAbort(() => bell.ring())
  events.closed.addEventListener('abort', end, { once: true })
  const tooLong = setTimeout(end, endAfterMs)
  try {
    if (events.closed.aborted) return
    await stream.write(`retry: ${RETRY_MS}\n\n`)
    await sendUntilAborted()
  } finally {
    clearTimeout(tooLong)
    events.closed.removeEventListener('abort', end)
    unsubscribe()
  }

  async function sendUntilAborted(): Promise<void> {
    let commentAtMs = performance.now() + commentEveryMs
    while (!stream.aborted) {
      await bell.heard(commentAtMs - performance.now())
      if (performance.now() >= commentAtMs) {
        if (!(await options.stillAllowed())) return
        await stream.write(': still here\n\n')
        commentAtMs = performance.now() + commentEveryMs
      }
      await sendChanged()
    }
  }

  async function sendChanged(): Promise<void> {
    if (changed.size === 0 || stream.aborted) return
    const data = JSON.stringify({ resources: [...changed] })
    changed.clear()
    await stream.writeSSE({ event: 'changed', data })
  }
}
