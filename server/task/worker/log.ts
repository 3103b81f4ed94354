/** The worker's log: JSON lines for machines, short lines for a person at a terminal. */
import { type Logger as PinoLogger, pino } from 'pino'

export interface LogOutput {
  readonly isTTY?: boolean
  write(text: string): unknown
}

const LEVELS: Readonly<Record<number, string>> = {
  10: 'trace',
  20: 'debug',
  30: 'info ',
  40: 'WARN ',
  50: 'ERROR',
  60: 'FATAL',
}
const LEFT_OUT = new Set(['level', 'time', 'msg', 'name', 'pid', 'hostname'])

export function prettyLine(json: string): string {
  const entry: Record<string, unknown> = JSON.parse(json)
  const clock = new Date(Number(entry.time)).toTimeString().slice(0, 8)
  const fields = Object.entries(entry)
    .filter(([key]) => !LEFT_OUT.has(key))
    .map(
      ([key, value]) =>
        `${key}=${typeof value === 'string' && !/\s/.test(value) ? value : JSON.stringify(value)}`,
    )
  return `${[clock, LEVELS[Number(entry.level)], entry.msg, ...fields].join(' ')}\n`
}

export function createWorkerLog(level: string, output: LogOutput): PinoLogger {
  const write = (text: string) => void output.write(output.isTTY === true ? prettyLine(text) : text)
  return pino({ name: 'signalbox', level }, { write })
}
