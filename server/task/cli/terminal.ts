/** Where a command writes, and what it may ask the person at the terminal. */
import { createInterface } from 'node:readline/promises'

export interface Terminal {
  /** The answer, for other programs to read. */
  print(text: string): void
  /** What is said beside the answer. */
  note(text: string): void
  /** Overwrites the last progress line on a terminal; elsewhere each one is a line. */
  progress(text: string): void
  /** Null where nobody can be asked. */
  readonly ask: ((question: string) => Promise<string>) | null
  /** Columns; unlimited where nobody looks. */
  readonly width: number
}

const CLEAR_LINE = '\r\u001b[2K'

/** Whoever reads the answer may have seen enough (`signalbox failures list | head`): then there is nothing left to do. */
function endWithReader(process: NodeJS.Process): void {
  process.stdout.once('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    process.exit()
  })
}

export function openTerminal(process: NodeJS.Process): Terminal {
  const { stdin, stdout, stderr } = process
  endWithReader(process)
  let pending = false
  let last = ''
  const endProgress = () => {
    if (pending) stderr.write('\n')
    pending = false
  }
  const ask = async (question: string) => {
    const lines = createInterface({ input: stdin, output: stderr })
    try {
      return await lines.question(question)
    } finally {
      lines.close()
    }
  }
  return {
    print(text) {
      endProgress()
      stdout.write(`${text}\n`)
    },
    note(text) {
      endProgress()
      stderr.write(`${text}\n`)
    },
    progress(text) {
      if (text === last) return
      last = text
      stderr.write(stderr.isTTY ? `${CLEAR_LINE}${text.slice(0, (stderr.columns || 80) - 1)}` : `${text}\n`)
      pending = stderr.isTTY
    },
    ask: stdin.isTTY && stderr.isTTY ? ask : null,
    width: stdout.isTTY ? stdout.columns || 80 : Number.POSITIVE_INFINITY,
  }
}
