/** Collects words and hands them on together: the first at once, then at most one lot per `everyMs`. */
export interface Pace<T> {
  add(words: Iterable<T>): void
  /** Nothing is handed on after that. */
  stop(): void
}

export function createPace<T>(everyMs: number, handOn: (words: readonly T[]) => void): Pace<T> {
  let collected = new Set<T>()
  let lastAtMs = Number.NEGATIVE_INFINITY
  let timer: NodeJS.Timeout | null = null
  let stopped = false

  function flush(): void {
    timer = null
    lastAtMs = performance.now()
    const words = [...collected]
    collected = new Set()
    handOn(words)
  }

  return {
    add(words) {
      for (const word of words) collected.add(word)
      if (stopped || timer !== null || collected.size === 0) return
      // Even the first waits for the end of the turn, so that what one act changes is told together.
      timer = setTimeout(flush, Math.max(0, lastAtMs + everyMs - performance.now()))
      timer.unref()
    },
    stop() {
      stopped = true
      if (timer !== null) clearTimeout(timer)
    },
  }
}
