/** The connection to the mail server: within the target rules, on the address that was checked. */
import { connect, isIP, isIPv6, type Socket } from 'node:net'
import { TaskError } from '../../../errors.ts'
import { guardedLookup } from '../../target-agent.ts'
import { checkTargetUrl } from '../../target-rules.ts'
import type { EmailOptions } from './options.ts'

/** @throws TaskError `target-forbidden`; a name is judged once more when it is looked up */
export function checkHost(host: string, allowTargets: readonly string[]): void {
  const problem = checkTargetUrl(`http://${isIPv6(host) ? `[${host}]` : host}/`, allowTargets)
  if (problem === null) return
  const message = `The mail server ${host} is not allowed: ${problem.context.rule}.`
  throw new TaskError('target-forbidden', message, { context: { option: 'host' } })
}

type Done = (error: Error | null, opened?: { connection: Socket }) => void

/** @param signal destroys the connection, before and after it is made */
export function openSocket({ host, port }: EmailOptions, allow: readonly string[], signal: AbortSignal) {
  return (_options: unknown, done: Done): void => {
    const socket = connect({ host, port, signal, lookup: guardedLookup(allow) as never })
    const failed = (error: Error) => done(error)
    socket.once('error', failed)
    socket.once('connect', () => {
      socket.off('error', failed)
      // It may be destroyed by the signal before the client listens.
      socket.on('error', () => {})
      done(null, { connection: socket })
    })
  }
}

/** The server's certificate is always verified, and against the name that was configured. */
export function transportSecurity({ security, host, ca }: EmailOptions) {
  return {
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    tls: {
      rejectUnauthorized: true,
      ...(isIP(host) === 0 ? { servername: host } : { host }),
      ...(ca === undefined ? {} : { ca }),
    },
  }
}
