'use client'
/** Whether changes are told to this page as they happen; and from it, how often a screen asks by itself. */
import { useSyncExternalStore } from 'react'

/** `closed`: nobody tries, as in a hidden tab. `lost`: it was or should be open, and is being tried again. */
export type StreamState = 'closed' | 'connecting' | 'open' | 'lost'

const listeners = new Set<() => void>()
let current: StreamState = 'closed'

export function setStreamState(next: StreamState): void {
  if (next === current) return
  current = next
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

export function useStreamState(): StreamState {
  return useSyncExternalStore(
    subscribe,
    () => current,
    () => 'closed' as const,
  )
}

/** Asked all the same while changes are told: an announcement may be lost, and counts of workers are not announced. */
const ANYWAY_EVERY_MS = 30_000

/** Pure; see `usePollInterval`. */
export const pollInterval = (state: StreamState, everyMs: number, anywayMs = ANYWAY_EVERY_MS) =>
  state === 'open' ? Math.max(everyMs, anywayMs) : everyMs

/**
 * For `refetchInterval`: `everyMs` where a screen must ask for news, seldom while they are told. A query without an
 * interval is not read again when news come, so `false` freezes it.
 */
export const usePollInterval = (everyMs: number, anywayMs?: number): number =>
  pollInterval(useStreamState(), everyMs, anywayMs)
