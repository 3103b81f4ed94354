/** A server of ours in a folder of its own: started, stopped, killed and started again by a test, and gone with the run. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { openSync, readFileSync, rmSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'

export interface ServerProgram {
  /** For messages. */
  readonly name: string
  readonly command: string
  readonly args?: readonly string[]
  readonly env?: NodeJS.ProcessEnv
  /** Its data and its log; deleted by `remove`. */
  readonly folder: string
  readonly startWithinMs: number
  readonly answers: () => Promise<boolean>
  /** Which process to signal; the one that was started when left out. */
  readonly pid?: () => number
  /** After it has ended for good. Nothing asynchronous. */
  readonly afterEnd?: () => void
}

export interface ServerProcess {
  /** Resolves when it answers. */
  start(): Promise<void>
  /** Resolves when it has ended; at once when it does not run. */
  end(signal: NodeJS.Signals): Promise<void>
  /** Ends it and deletes its folder. */
  remove(signal: NodeJS.Signals): Promise<void>
}

const LOOK_EVERY_MS = 50

export async function startServer(program: ServerProgram): Promise<ServerProcess> {
  const { name, command, args = [], env, folder, startWithinMs, answers, afterEnd } = program
  const logFile = join(folder, 'out.log')
  let server: ChildProcess | null = null
  const runs = () => server !== null && server.exitCode === null && server.signalCode === null
  const signalTo = (signal: NodeJS.Signals) => {
    if (program.pid === undefined) server?.kill(signal)
    else process.kill(program.pid(), signal)
  }

  async function start(): Promise<void> {
    const log = openSync(logFile, 'a')
    const started = spawn(command, args, {
      ...(env === undefined ? {} : { env }),
      stdio: ['ignore', log, log],
    })
    server = started
    const deadline = performance.now() + startWithinMs
    while (!(await answers())) {
      if (started.exitCode !== null || performance.now() > deadline)
        throw new Error(`${name} did not start: ${readFileSync(logFile, 'utf8').slice(-2_000)}`)
      await sleep(LOOK_EVERY_MS)
    }
  }
  async function end(signal: NodeJS.Signals): Promise<void> {
    if (server === null || !runs()) return
    const ended = once(server, 'exit')
    signalTo(signal)
    await ended
  }
  const endWithUs = () => {
    if (runs()) signalTo('SIGKILL')
    afterEnd?.()
    rmSync(folder, { recursive: true, force: true })
  }

  process.once('exit', endWithUs)
  await start()
  return {
    start,
    end,
    async remove(signal) {
      process.off('exit', endWithUs)
      await end(signal)
      afterEnd?.()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
