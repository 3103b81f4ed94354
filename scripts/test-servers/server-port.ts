/** A port for a server that is stopped and started again: below those that the system hands to outgoing connections. */
import { randomInt } from 'node:crypto'
import { isFree } from '../../server/startup/ports.ts'

const LOWEST = 15_000
const HIGHEST = 30_000

export async function serverPort(): Promise<number> {
  for (;;) {
    const port = randomInt(LOWEST, HIGHEST)
    if (await isFree(port, '127.0.0.1')) return port
  }
}
