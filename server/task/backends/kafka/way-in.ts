/** Why brokers that can be reached do not let us in, in words that tell the operator what to change. */

/** Of Node's TLS: nobody whom we trust has signed what the broker shows. */
const UNTRUSTED = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
])

const BY_ANSWER: Readonly<Record<string, string>> = {
  SASL_AUTHENTICATION_FAILED: 'its brokers refused the user name or the password',
  UNSUPPORTED_SASL_MECHANISM: 'its brokers do not offer this "sasl.mechanism"',
  ILLEGAL_SASL_STATE: 'it asks for no user at this address; leave "sasl" out, or name the port that does',
}

const BY_MESSAGE: Readonly<Record<string, string>> = {
  'TLS handshake failed. Please verify the broker supports TLS.':
    'it does not speak TLS at this address; leave "tls" out, or name the port that does',
  'Broker requires TLS.': 'it speaks TLS at this address, and the backend has no "tls"',
  'Connection closed':
    'the connection ended before it answered: it may ask for a user ("sasl") or for a certificate of ours ("tls.cert", "tls.key")',
}

interface Failure {
  readonly message?: string
  readonly code?: unknown
  readonly apiId?: unknown
  readonly errors?: readonly unknown[]
  readonly cause?: unknown
}

/** @returns null where it is something else, such as a broker that is not there */
export function whyNotLetIn(error: unknown): string | null {
  const { message = '', code, apiId, errors = [], cause } = (error ?? {}) as Failure
  if (UNTRUSTED.has(String(code)))
    return `${message.split(';', 1)[0]}: name the authority that signed its certificate as "tls.ca"`
  const known = BY_ANSWER[String(apiId)] ?? BY_MESSAGE[message]
  if (known !== undefined) return known
  for (const inner of [...errors, cause]) {
    const reason = inner === undefined ? null : whyNotLetIn(inner)
    if (reason !== null) return reason
  }
  return null
}
