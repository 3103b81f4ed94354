/** For tests: a mail server on this machine. It speaks SMTP, over TLS where it has a certificate, and keeps what it takes. */
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'

export interface ReceivedEmail {
  readonly from: string
  /** All recipients that it took, blind copies too. */
  readonly to: readonly string[]
  /** Headers and body, as they came. */
  readonly raw: string
  readonly secure: boolean
}

/** What it says, once, at the step named; `null` is silence. */
export interface SmtpAnswer {
  readonly at: 'auth' | 'mail' | 'rcpt' | 'data'
  readonly reply: { readonly code: number; readonly text: string } | null
}

export interface SmtpPeerOptions {
  /** For its address or `localhost`. */
  readonly certificate?: { readonly key: string; readonly cert: string }
  /** TLS from the start instead of STARTTLS. */
  readonly implicitTls?: boolean
  /** Who may sign in, and must; anybody without signing in when left out. */
  readonly account?: { readonly user: string; readonly password: string }
}

type Step = (error?: Error | null) => void

export async function startSmtpPeer({ certificate, implicitTls = false, account }: SmtpPeerOptions = {}) {
  const received: ReceivedEmail[] = []
  const answers: SmtpAnswer[] = []
  const step = (at: SmtpAnswer['at'], usual: Step): void => {
    const index = answers.findIndex((answer) => answer.at === at)
    const [answer] = index === -1 ? [] : answers.splice(index, 1)
    if (answer === undefined) usual()
    else if (answer.reply !== null) usual(refusal(answer.reply))
  }
  const server = new SMTPServer({
    ...{ ...certificate, secure: implicitTls, authOptional: account === undefined, allowInsecureAuth: true },
    disableReverseLookup: true,
    disabledCommands: [
      ...(certificate === undefined ? ['STARTTLS'] : []),
      ...(account === undefined ? ['AUTH'] : []),
    ],
    onAuth: ({ username, password }, _session, done) =>
      step('auth', (error) => {
        const known = username === account?.user && password === account?.password
        if (error) done(error)
        else done(known ? null : refusal({ code: 535, text: 'Bad credentials' }), { user: username })
      }),
    onMailFrom: (_address, _session, done) => step('mail', done),
    onRcptTo: (_address, _session, done) => step('rcpt', done),
    onData: async (stream, { envelope, secure }, done) => {
      const raw = await text(stream)
      const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address
      const email = { from, to: envelope.rcptTo.map(({ address }) => address), raw, secure }
      step('data', (error) => {
        if (!error) received.push(email)
        done(error)
      })
    },
  })
  // A client that ends in the middle is part of what is tested.
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    ...{ host: '127.0.0.1', port: (server.server.address() as AddressInfo).port, received },
    /** That are open now. */
    connections: () => server.connections.size,
    answerNext: (...next: readonly SmtpAnswer[]) => answers.push(...next),
    close: () => new Promise<void>((resolve) => closeNow(server, resolve)),
  }
}

function closeNow(server: SMTPServer, done: () => void): void {
  server.close(() => done())
  for (const connection of server.connections) connection.close()
}

function refusal({ code, text: message }: { readonly code: number; readonly text: string }): Error {
  return Object.assign(new Error(message), { responseCode: code })
}
