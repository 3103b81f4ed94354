/**
 * Twilio signs the address that it called, followed by the form's parameters in the order of their names; of a JSON
 * body the address bears the hash (`bodySHA256`). Source: Twilio's "Webhooks security". Its own package brings a
 * client of its whole API along for these lines.
 */
import { createHash, createHmac } from 'node:crypto'
import { type Delivery, missing, refuse, type Scheme, sameText, WRONG } from './scheme.ts'

const isForm = (headers: Headers) =>
  headers.get('content-type')?.toLowerCase().startsWith('application/x-www-form-urlencoded') === true

function signedParameters({ headers, body }: Pick<Delivery, 'headers' | 'body'>): string {
  if (!isForm(headers)) return ''
  const form = new URLSearchParams(Buffer.from(body).toString('utf8'))
  return [...new Set(form.keys())]
    .sort()
    .flatMap((name) => [...new Set(form.getAll(name))].sort().map((value) => name + value))
    .join('')
}

const sha256 = (body: Uint8Array) => createHash('sha256').update(body).digest('hex')

/** Whether Twilio writes a standard port into the address has changed with time and channel. */
function spellings(address: string): string[] {
  const url = new URL(address)
  if (url.port !== '') return [address]
  const port = url.protocol === 'https:' ? '443' : '80'
  return [address, address.replace(url.host, `${url.host}:${port}`)]
}

const macOf = (secret: string, text: string) => createHmac('sha1', secret).update(text).digest('base64')

export const twilio: Scheme = {
  // A status callback has the message's own id each time: what was signed tells "sent" from "delivered".
  idFrom: null,
  verify({ headers, body, url, secret }) {
    const given = headers.get('x-twilio-signature')
    if (given === null) return missing('X-Twilio-Signature')
    const hash = new URL(url).searchParams.get('bodySHA256')
    if (!isForm(headers) && hash === null)
      return refuse('The address bears no bodySHA256 for a body that is no form.')
    if (hash !== null && !isForm(headers) && !sameText(hash.toLowerCase(), sha256(body))) return WRONG
    const parameters = signedParameters({ headers, body })
    const matches = spellings(url).some((one) => sameText(given, macOf(secret, one + parameters)))
    return matches ? { ok: true, signature: given } : WRONG
  },
  sign({ body, url, secret }) {
    const headers = new Headers({ 'content-type': 'application/x-www-form-urlencoded' })
    const text = url + signedParameters({ headers, body })
    return { 'x-twilio-signature': macOf(secret, text), 'content-type': 'application/x-www-form-urlencoded' }
  },
}
