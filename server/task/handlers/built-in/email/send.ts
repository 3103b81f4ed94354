/** Hands one message to the mail server. A lost reply may mean a second copy; its Message-ID is the same. */
import { createTransport } from 'nodemailer'
import type { Run, Verdict } from '../../../consume/verdict.ts'
import { TaskError } from '../../../errors.ts'
import type { Task } from '../../../task.ts'
import type { BuiltInTools } from '../built-in.ts'
import { idempotencyUuid } from '../idempotency-key.ts'
import { HIDDEN } from '../redact.ts'
import { checkHost, openSocket, transportSecurity } from './connection.ts'
import type { EmailOptions } from './options.ts'
import { type Hide, verdictOfError, verdictOfSent } from './smtp-verdict.ts'

interface Payload {
  readonly to: string | string[]
  readonly cc?: string | string[]
  readonly bcc?: string | string[]
  readonly subject: string
  readonly text?: string
  readonly html?: string
  readonly replyTo?: string
  readonly headers?: Record<string, string>
  readonly attachments?: readonly { filename: string; contentBase64: string; contentType?: string }[]
}

export function emailRun(options: EmailOptions, tools: BuiltInTools): Run {
  checkHost(options.host, tools.allowTargets)
  const hide = hiding(options, tools.redact)
  return async ({ task, signal }) => {
    const limit = AbortSignal.timeout(tools.timeoutMs)
    const verdict = await send(task, options, tools.allowTargets, AbortSignal.any([signal, limit]), hide)
    return limit.aborted && verdict.kind === 'retry' ? tooSlow(tools.timeoutMs) : verdict
  }
}

async function send(
  task: Task,
  options: EmailOptions,
  allow: readonly string[],
  signal: AbortSignal,
  hide: Hide,
): Promise<Verdict> {
  const { host, port, user, password } = options
  // One connection for each message: it ends with its task, and an idle one is never found dead.
  const transport = createTransport({
    ...{ host, port, ...transportSecurity(options) },
    getSocket: openSocket(options, allow, signal) as never,
    ...(user === undefined || password === undefined
      ? {}
      : { auth: { user, pass: password }, forceAuth: true }),
    ...{ disableFileAccess: true, disableUrlAccess: true },
  })
  try {
    return verdictOfSent(await transport.sendMail({ ...messageOf(task, options), signal }), hide)
  } catch (thrown) {
    return verdictOfError(thrown, hide)
  } finally {
    transport.close()
  }
}

function messageOf(task: Task, { from, replyTo }: EmailOptions) {
  const { attachments = [], replyTo: own, ...message } = task.payload as Payload
  const answersTo = own ?? replyTo
  return {
    ...{ ...message, from, messageId: `<${idempotencyUuid(task)}@${domainOf(from)}>` },
    ...(answersTo === undefined ? {} : { replyTo: answersTo }),
    attachments: attachments.map(({ contentBase64, ...rest }) => ({
      ...rest,
      content: Buffer.from(contentBase64, 'base64'),
    })),
  }
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).replace(/>$/, '')
}

/** User and password go out as one text (AUTH PLAIN, RFC 4616), where the secret's own encodings do not tell it. */
function hiding({ user, password }: EmailOptions, redact: Hide): Hide {
  if (user === undefined || password === undefined) return redact
  const credentials = Buffer.from(`\0${user}\0${password}`).toString('base64')
  return (text) => redact(text.replaceAll(credentials, HIDDEN))
}

function tooSlow(timeoutMs: number): Verdict {
  const message = `The mail server did not answer within ${timeoutMs} ms.`
  const error = new TaskError('target-failed', message, { retryable: true, context: { timeoutMs } })
  return { kind: 'retry', failure: { error } }
}
