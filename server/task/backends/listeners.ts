/** The events of a backend: who listens, and telling them. */
import type { BackendEvents } from './backend.ts'

type Listeners = { [E in keyof BackendEvents]: Set<BackendEvents[E]> }

export class BackendListeners {
  readonly #listeners: Listeners = { connected: new Set(), disconnected: new Set(), blocked: new Set() }

  /** @returns a function that stops listening */
  on<E extends keyof BackendEvents>(event: E, listener: BackendEvents[E]): () => void {
    this.#listeners[event].add(listener)
    return () => {
      this.#listeners[event].delete(listener)
    }
  }

  emit<E extends keyof BackendEvents>(event: E, ...values: Parameters<BackendEvents[E]>): void {
    for (const listener of this.#listeners[event])
      (listener as (...args: Parameters<BackendEvents[E]>) => void)(...values)
  }
}
