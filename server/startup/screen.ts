/**
 * What the person who starts us reads: steps as they happen, then where to go. On a terminal a step's line is
 * rewritten with the seconds that it takes; elsewhere (a log, a pipe) each line is written once.
 */
import type { Writable } from 'node:stream'

export interface Screen {
  /** Something that takes a while has begun; the step before it is done. */
  step(message: string): void
  /** The last step is done. */
  done(): void
  line(message?: string): void
}

type Output = Writable & { readonly isTTY?: boolean }

export function createScreen(output: Output, now: () => number = Date.now): Screen {
  let current: { message: string; since: number; timer: NodeJS.Timeout } | null = null
  const live = output.isTTY === true
  const seconds = (since: number) => `${((now() - since) / 1000).toFixed(1)} s`

  function draw(mark: string, message: string, since: number) {
    output.write(`\r\x1b[2K${mark} ${message}  ${seconds(since)}`)
  }
  function done() {
    if (current === null) return
    clearInterval(current.timer)
    if (live) {
      draw('✓', current.message, current.since)
      output.write('\n')
    }
    current = null
  }
  return {
    step(message) {
      done()
      const since = now()
      if (live) draw('…', message, since)
      else output.write(`${message}\n`)
      const timer = setInterval(() => live && draw('…', message, since), 200)
      timer.unref()
      current = { message, since, timer }
    },
    done,
    line(message = '') {
      done()
      output.write(`${message}\n`)
    },
  }
}
