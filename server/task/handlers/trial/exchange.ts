/** One exchange of a trial with a service, as somebody may see it: secrets hidden, long bodies cut with a note. */
import { HIDDEN, type Redact } from '../built-in/redact.ts'

export interface ShownBody {
  /** Null: not text, or nothing that can be shown; `note` says what it is. */
  readonly text: string | null
  /** What is not shown; null when nothing is left out. */
  readonly note: string | null
}

export interface Exchange {
  readonly request: {
    readonly method: string
    readonly url: string
    readonly headers: Readonly<Record<string, string>>
    readonly body: ShownBody
  }
  /** Null: no answer came. */
  readonly response: {
    readonly status: number
    readonly headers: Readonly<Record<string, string>>
    readonly body: ShownBody
  } | null
  readonly tookMs: number
}

type RawHeaders = Readonly<Record<string, string | readonly string[] | undefined>>

/** A body as it went over the wire: its beginning, and its whole size as far as that is known. */
export interface RawBody {
  readonly bytes: Uint8Array
  readonly size: number
  /** Null: it was streamed from elsewhere, and only its size was seen, if at all. */
  readonly seen: boolean
}

/** So much of a body is kept, and after the secrets are hidden, so much of it shown. */
export const KEPT_BYTES = 65_536
const SHOWN_CHARACTERS = 8_192

/** They are credentials, whatever the configuration says: some are made from a secret, some come from the service. */
const CREDENTIAL_HEADERS =
  /^(authorization|proxy-authorization|cookie|set-cookie|x-amz-security-token|(x-)?(goog-)?api-?key|x-auth-token)$/i
const CREDENTIAL_PARAMETERS =
  /([?&;](?:access_token|token|key|api_?key|secret|sig|signature|x-(?:amz|goog)-(?:signature|security-token))=)[^&#]+/gi
const CREDENTIAL_FIELDS =
  /("(?:access_token|refresh_token|id_token|client_secret|client_assertion)"\s*:\s*")(?:[^"\\]|\\.)*/g
const CREDENTIAL_FORM_FIELDS =
  /((?:^|&)(?:access_token|refresh_token|client_secret|client_assertion|assertion)=)[^&]+/g

export function shownUrl(url: URL, redact: Redact): string {
  const shown = redact(url.href)
  // A secret address: what is not its path tells whom it calls.
  const whole = shown.startsWith(HIDDEN) ? `${redact(url.origin)}/${HIDDEN}` : shown
  return whole.replaceAll(CREDENTIAL_PARAMETERS, `$1${HIDDEN}`)
}

/** Of credentials the scheme stays: "Bearer •••". */
function shownHeader(name: string, value: string, redact: Redact): string {
  if (!CREDENTIAL_HEADERS.test(name)) return redact(value)
  const scheme = /^(?:proxy-)?authorization$/i.test(name) ? /^[\w-]+ /.exec(value)?.[0] : undefined
  return `${scheme ?? ''}${HIDDEN}`
}

export function shownHeaders(headers: RawHeaders, redact: Redact): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => {
      if (value === undefined) return []
      return [[name.toLowerCase(), shownHeader(name, [value].flat().join(', '), redact)]]
    }),
  )
}

function textOf({ bytes, size }: RawBody): string | null {
  try {
    // The last character of a beginning may be cut in two.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: bytes.length < size })
  } catch {
    return null
  }
}

const sized = (bytes: number) => `${bytes.toLocaleString('en')} bytes`

export function shownBody(body: RawBody, redact: Redact): ShownBody {
  if (!body.seen) return { text: null, note: 'Streamed; it is not shown.' }
  const text = textOf(body)
  if (text === null) return { text: null, note: `${sized(body.size)} that are no text.` }
  const hidden = redact(text)
    .replaceAll(CREDENTIAL_FIELDS, `$1${HIDDEN}`)
    .replaceAll(CREDENTIAL_FORM_FIELDS, `$1${HIDDEN}`)
  // Where the beginning ends, a secret may be cut in two and no longer be found: nothing near it is shown.
  const cut = body.bytes.length < body.size
  const safe = cut ? Math.max(0, hidden.length - SHOWN_CHARACTERS) : hidden.length
  const shown = hidden.slice(0, Math.min(SHOWN_CHARACTERS, safe))
  const whole = !cut && shown.length === hidden.length
  return { text: shown, note: whole ? null : `The beginning of ${sized(body.size)}.` }
}
