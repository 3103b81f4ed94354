/**
 * The control plane's own connections, one per registered backend, made on first use and kept.
 * Publishing, sampling and declaring all go through here.
 */
import type { Backend } from '../task/index.ts'

export interface BackendHealth {
  readonly state: 'connected' | 'unreachable' | 'unresolved' | 'unknown'
  /** Why, in a sentence; null when connected. */
  readonly detail: string | null
}

export interface BackendPool {
  /**
   * The connected backend of that name.
   * @throws Refusal 404 when no such backend is registered
   * @throws TaskError `secret-unresolved` or `backend-unavailable`
   */
  get(name: string): Promise<Backend>
  /** The last known state; does not connect. */
  health(name: string): BackendHealth
  /** Forgets a connection whose registration changed. */
  invalidate(name: string): Promise<void>
  close(): Promise<void>
}
