/** A publisher that goes on until it is told to stop. */
import { setTimeout as sleep } from 'node:timers/promises'

const PAUSE_MS = 200

/** `stop` resolves with the ids of everything that was accepted, or rejects with the first refusal. */
export function keepPublishing(publish: () => Promise<string>): { stop(): Promise<string[]> } {
  let stopped = false
  async function run(): Promise<string[]> {
    const ids: string[] = []
    while (!stopped) {
      ids.push(await publish())
      await sleep(PAUSE_MS)
    }
    return ids
  }
  const running = run()
  // The test may fail first; then nobody waits for this.
  running.catch(() => undefined)
  return {
    stop() {
      stopped = true
      return running
    },
  }
}
