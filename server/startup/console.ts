/** Next, inside our process: serves the console's pages. */
import type { RequestListener } from 'node:http'

export interface Console {
  readonly handle: RequestListener
  close(): Promise<void>
}

export interface ConsoleOptions {
  readonly root: string
  readonly dev: boolean
  readonly host: string
  readonly port: number
}

/** NODE_ENV must be set before: React and Next choose their builds by it when they are loaded. */
export async function openConsole(options: ConsoleOptions): Promise<Console> {
  const { default: next } = await import('next')
  const { root: dir, dev, host: hostname, port } = options
  const app = next({ dev, dir, hostname, port, customServer: true })
  await app.prepare()
  const handle = app.getRequestHandler()
  return { handle: (request, response) => void handle(request, response), close: () => app.close() }
}
