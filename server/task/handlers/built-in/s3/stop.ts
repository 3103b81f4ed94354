/** One signal for all that may end a download before its end, which remembers what did. */

export interface Stop {
  readonly signal: AbortSignal
  /** What a limit of ours says of the source; null while none has ended it. */
  readonly why: string | null
  /** Ends it in `ms`, unless the timer is cleared. */
  after(ms: number, why: string): NodeJS.Timeout
}

/** @param task ends with the task, too */
export function stopWith(task: AbortSignal): Stop {
  const own = new AbortController()
  let said: string | null = null
  return {
    signal: AbortSignal.any([task, own.signal]),
    get why() {
      return said
    },
    after(ms, why) {
      return setTimeout(() => {
        said ??= why
        own.abort(new Error(why))
      }, ms)
    },
  }
}
