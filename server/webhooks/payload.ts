/** What a delivery carries: a JSON body as it is, a form as an object; and where its message id stands. */
import { Refusal } from '../errors.ts'
import { isTaskError } from '../task/index.ts'
import { isJson, parseJson } from '../task/wire/content.ts'

function formOf(body: Uint8Array): Record<string, string | string[]> {
  const form = new URLSearchParams(Buffer.from(body).toString('utf8'))
  return Object.fromEntries(
    [...new Set(form.keys())].map((name) => {
      const values = form.getAll(name)
      return [name, values.length === 1 ? (values[0] ?? '') : values]
    }),
  )
}

/** @throws Refusal 400 for a body that cannot be read, 415 for one that is neither JSON nor a form */
export function payloadOf(headers: Headers, body: Uint8Array): unknown {
  const type = headers.get('content-type') ?? 'application/json'
  if (type.toLowerCase().startsWith('application/x-www-form-urlencoded')) return formOf(body)
  if (!isJson(type)) throw new Refusal(415, 'unsupported-media-type', `Expected JSON or a form, got ${type}.`)
  try {
    return parseJson(body, 'body')
  } catch (error) {
    if (!isTaskError(error)) throw error
    throw new Refusal(400, 'malformed', `The body cannot be read: ${error.message}`)
  }
}

function atPointer(root: unknown, pointer: string): unknown {
  const keys = pointer.split('/').slice(1)
  return keys
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((at, key) => (at as Record<string, unknown> | null | undefined)?.[key], root)
}

/** Null where there is none. @param idFrom a JSON Pointer into the payload, or `header:NAME` */
export function messageIdAt(idFrom: string, headers: Headers, payload: unknown): string | null {
  if (idFrom.startsWith('header:')) return headers.get(idFrom.slice('header:'.length)) || null
  const found = atPointer(payload, idFrom)
  return (typeof found === 'string' && found !== '') || typeof found === 'number' ? String(found) : null
}
