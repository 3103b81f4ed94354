/**
 * Slows down guessing of passwords: so many failed sign-ins per address and e-mail, and per address alone, in a
 * window. Counted in this process only: several control planes allow that many each.
 */
import { Refusal } from '../errors.ts'

const WINDOW_MS = 15 * 60_000
const MAX_PER_PERSON = 5
const MAX_PER_ADDRESS = 50
const MAX_KEYS = 50_000

/** Where the server cannot tell clients apart (Next alone): one guesser must not lock everybody out. */
export const UNKNOWN_ADDRESS = 'unknown'

export interface SignInThrottle {
  /**
   * Counts an attempt before its password is checked, so that many at once cannot slip through.
   * @returns takes the attempt back, for one that succeeded
   * @throws Refusal 429 `too-many-attempts`
   */
  attempt(address: string, email: string): () => void
}

interface Window {
  count: number
  readonly endsAtMs: number
}

export function createSignInThrottle(now: () => Date): SignInThrottle {
  const windows = new Map<string, Window>()

  function windowOf(key: string): Window {
    const nowMs = now().getTime()
    const open = windows.get(key)
    if (open !== undefined && open.endsAtMs > nowMs) return open
    if (windows.size >= MAX_KEYS) dropEnded(nowMs)
    const fresh = { count: 0, endsAtMs: nowMs + WINDOW_MS }
    windows.set(key, fresh)
    return fresh
  }

  function dropEnded(nowMs: number): void {
    for (const [key, window] of windows) if (window.endsAtMs <= nowMs) windows.delete(key)
    // Still full: the oldest go, or an attacker with many addresses could fill the memory.
    for (const key of windows.keys()) if (windows.size >= MAX_KEYS) windows.delete(key)
  }

  function refuseWhenFull(window: Window, max: number): void {
    if (window.count < max) return
    const retryAfterSeconds = Math.max(1, Math.ceil((window.endsAtMs - now().getTime()) / 1_000))
    throw new Refusal(
      429,
      'too-many-attempts',
      `Too many failed sign-ins. Try again in ${retryAfterSeconds} seconds.`,
      { extra: { retryAfterSeconds } },
    )
  }

  return {
    attempt(address, email) {
      const personKey = JSON.stringify([address, email.toLowerCase()])
      const person = windowOf(personKey)
      const everybody = windowOf(address)
      refuseWhenFull(person, MAX_PER_PERSON)
      if (address !== UNKNOWN_ADDRESS) refuseWhenFull(everybody, MAX_PER_ADDRESS)
      person.count += 1
      everybody.count += 1
      return () => {
        windows.delete(personKey)
        everybody.count -= 1
      }
    },
  }
}
