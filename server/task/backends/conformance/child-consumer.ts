/** Runs `consumer-process.ts` and keeps its lines. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import process from 'node:process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { ConsumerOrder } from './consumer-process.ts'

const SCRIPT = fileURLToPath(new URL('./consumer-process.ts', import.meta.url))

export class ChildConsumer {
  readonly took: string[] = []
  readonly done: string[] = []
  readonly acked: string[] = []
  readonly lost: string[] = []
  readonly #process: ChildProcess
  readonly #read: Promise<unknown>

  constructor(order: ConsumerOrder) {
    this.#process = spawn(process.execPath, [SCRIPT, JSON.stringify(order)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const lines = createInterface({ input: this.#process.stdout as NodeJS.ReadableStream })
    lines.on('line', (line) => this.#keep(line))
    this.#read = once(lines, 'close')
  }

  #keep(line: string): void {
    const [step, id] = line.split(' ') as ['took' | 'done' | 'acked' | 'lost', string]
    this[step].push(id)
  }

  signal(name: NodeJS.Signals): void {
    this.#process.kill(name)
  }

  /** SIGKILL: it cannot say goodbye. Resolves when everything that it wrote has been read. */
  async kill(): Promise<void> {
    const exited = this.#process.exitCode === null ? once(this.#process, 'exit') : null
    this.#process.kill('SIGKILL')
    await exited
    await this.#read
  }
}
