/** A handler of one's own: written once, then used by configuration alone. Its options say where and with which token. */
import { defineHandler } from 'signalbox'

interface Options {
  readonly url: string
  /** Configured as a reference; here it is the secret itself. */
  readonly token: string
}

export const acmeTicket = defineHandler<Options>({
  name: 'acme.ticket',
  version: 1,
  title: 'Acme ticket',
  description: 'Opens a ticket at the Acme desk.',
  options: {
    type: 'object',
    properties: {
      url: { type: 'string', description: 'Where the desk takes tickets.' },
      token: { type: 'string', format: 'secret-reference', description: 'Of the desk.' },
    },
    required: ['url', 'token'],
    additionalProperties: false,
  },
  payload: {
    type: 'object',
    properties: { subject: { type: 'string', minLength: 1 } },
    required: ['subject'],
  },
  example: { subject: 'The printer is on fire' },
  run:
    ({ url, token }, { request }) =>
    async (task, ctx) => {
      const { statusCode, headers, body } = await request(url, {
        method: 'POST',
        // A task runs at least once: with its id as the key, the desk opens one ticket.
        headers: {
          ...{ authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          'idempotency-key': task.id,
        },
        body: JSON.stringify(task.payload),
        signal: ctx.signal,
      })
      const answer = await body.text()
      if (statusCode < 300) return
      if (statusCode === 422) return ctx.dead(`The desk does not take it: ${answer}`)
      const seconds = Number(headers['retry-after'])
      if (seconds > 0) return ctx.retry({ afterMs: seconds * 1_000, reason: 'The desk is busy.' })
      throw new Error(`The desk answered ${statusCode}: ${answer}`)
    },
})
