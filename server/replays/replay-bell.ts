/** From the request that creates or changes a replay to the runner of the same process, which would look a second later. */
export interface ReplayBell {
  ring(): void
  /** @returns how to stop hearing it */
  onRing(listener: () => void): () => void
}

export function createReplayBell(): ReplayBell {
  const listeners = new Set<() => void>()
  return {
    ring() {
      for (const listener of listeners) listener()
    },
    onRing(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
