/** Which backends of a replay can be reached now. One that could not is left alone for a growing while. */
import type { BackendPool } from '../registry/backend-pool.ts'
import type { Route } from '../store/replay-routes.ts'
import type { Backend } from '../task/index.ts'

const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 10_000

export interface Reached {
  /** One that was reached. */
  backendOf(name: string): Backend
  /** Types whose backend is away. */
  readonly awayTypes: readonly string[]
  /** What is waited for, in a sentence; null when all take tasks. One that failed is believed again once it took some. */
  readonly waiting: string | null
  /** Until the first of those away is asked again; null when none is. */
  readonly waitMs: number | null
}

export interface Reach {
  look(routes: readonly Route[]): Promise<Reached>
  /** A publish failed for a reason that may pass. */
  failed(backend: string, reason: string): void
  /** It took tasks. */
  worked(backend: string): void
}

interface Away {
  readonly reason: string
  readonly pauseMs: number
  readonly untilMs: number
}

export function createReach(deps: { readonly backends: BackendPool; now(): Date }): Reach {
  const away = new Map<string, Away>()
  const declared = new Set<string>()

  function failed(name: string, reason: string): void {
    const before = away.get(name)
    const pauseMs = before === undefined ? FIRST_PAUSE_MS : Math.min(before.pauseMs * 2, LONGEST_PAUSE_MS)
    away.set(name, { reason, pauseMs, untilMs: deps.now().getTime() + pauseMs })
    // Its queues may be what is missing.
    for (const key of declared) if (key.startsWith(`${name} `)) declared.delete(key)
  }

  /** Declared once, so that a type whose queue was never made, or was deleted, does not hold the replay up. */
  async function declare(backend: Backend, routes: readonly Route[]): Promise<void> {
    for (const { type, queueName, backend: name } of routes) {
      const key = `${name} ${type} ${queueName ?? ''}`
      if (declared.has(key)) continue
      await backend.declare({ type, ...(queueName === null ? {} : { queueName }) })
      declared.add(key)
    }
  }

  async function ask(name: string, routes: readonly Route[]): Promise<Backend | null> {
    if ((away.get(name)?.untilMs ?? 0) > deps.now().getTime()) return null
    try {
      const backend = await deps.backends.get(name)
      await declare(backend, routes)
      return backend
    } catch (error) {
      failed(name, error instanceof Error ? error.message : String(error))
      return null
    }
  }

  return {
    failed,
    worked: (name) => void away.delete(name),
    async look(routes) {
      const byBackend = Map.groupBy(routes, (route) => route.backend)
      const asked = await Promise.all(
        [...byBackend].map(async ([name, group]) => [name, await ask(name, group)] as const),
      )
      const reached = new Map(asked.flatMap(([name, backend]) => (backend === null ? [] : [[name, backend]])))
      const troubled = [...byBackend.keys()].flatMap((name) => {
        const trouble = away.get(name)
        return trouble === undefined ? [] : [{ name, ...trouble }]
      })
      const missing = troubled.filter(({ name }) => !reached.has(name))
      return {
        backendOf: (name) => found(reached, name),
        awayTypes: routes.filter(({ backend }) => !reached.has(backend)).map(({ type }) => type),
        waiting: troubled.length === 0 ? null : troubled.map(sentence).join('; '),
        waitMs: missing.length === 0 ? null : firstReturn(missing, deps.now().getTime()),
      }
    },
  }
}

function firstReturn(missing: readonly Away[], nowMs: number): number {
  return Math.max(1, Math.min(...missing.map((one) => one.untilMs)) - nowMs)
}

function found(reached: ReadonlyMap<string, Backend>, name: string): Backend {
  const backend = reached.get(name)
  if (backend === undefined) throw new Error(`backend ${name} was not reached`)
  return backend
}

const sentence = ({ name, reason }: { name: string; reason: string }) =>
  `Backend ${name} takes no tasks now: ${reason}`
