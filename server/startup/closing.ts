/** What must be ended, in the reverse order of its start. */
export interface Closing {
  add(name: string, close: () => Promise<void>): void
  /** Ends everything once; a part that fails to end does not keep the others from it. */
  close(): Promise<readonly ClosingFailure[]>
}

export interface ClosingFailure {
  readonly name: string
  readonly error: unknown
}

export function createClosing(): Closing {
  const parts: { name: string; close: () => Promise<void> }[] = []
  let running: Promise<readonly ClosingFailure[]> | null = null
  async function closeAll() {
    const failures: ClosingFailure[] = []
    for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
      const { name } = part
      await part.close().catch((error: unknown) => failures.push({ name, error }))
    }
    return failures
  }
  return {
    add: (name, close) => void parts.push({ name, close }),
    close() {
      running ??= closeAll()
      return running
    },
  }
}
