/**
 * Envelope ↔ fields of a stream entry: one field per CloudEvents attribute under its own name, and `data`. Any client
 * can write such an entry with XADD; `data` alone is enough.
 */
import { isUtf8 } from 'node:buffer'
import type { Envelope } from '../backend.ts'

const BODY = 'data'
/** No CloudEvents attribute can be called so: it is ours, and no part of the task. */
export const UNIQUE_FIELD = 'signalbox-unique'
/** Text is encoded together with its neighbours, bytes are written on their own: that pays from about here. */
const TEXT_BYTES = 16_384

export type Field = string | Buffer

function dataOf(body: Uint8Array): Field {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(body.buffer, body.byteOffset, body.byteLength)
  return bytes.length <= TEXT_BYTES && isUtf8(bytes) ? bytes.toString('utf8') : bytes
}

/** Appends the names and values by turns. */
export function pushFields(to: Field[], { attributes, body }: Envelope, uniqueKey?: string): void {
  for (const name in attributes) if (name !== BODY) to.push(name, attributes[name] as string)
  if (uniqueKey !== undefined) to.push(UNIQUE_FIELD, uniqueKey)
  to.push(BODY, dataOf(body))
}

export function toFields(envelope: Envelope, uniqueKey?: string): Field[] {
  const fields: Field[] = []
  pushFields(fields, envelope, uniqueKey)
  return fields
}

export interface Stored {
  readonly envelope: Envelope
  readonly uniqueKey: string | undefined
}

const NO_BODY = Buffer.alloc(0)
const isStructured = (contentType: string | undefined) =>
  contentType?.trimStart().toLowerCase().startsWith('application/cloudevents') === true

/**
 * @param entryId stands for the id of a foreign task that has none
 * @param fields names and values by turns
 */
export function fromFields(entryId: string, fields: readonly Buffer[]): Stored {
  const attributes: Record<string, string> = {}
  let body: Buffer | null = null
  let uniqueKey: string | undefined
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const name = (fields[at] as Buffer).toString('utf8')
    const value = fields[at + 1] as Buffer
    if (name === BODY) body = value
    else if (name === UNIQUE_FIELD) uniqueKey = value.toString('utf8')
    else attributes[name] = value.toString('utf8')
  }
  if (body === null && attributes.specversion === undefined) return unreadable(entryId, fields)
  if (attributes.id === undefined && !isStructured(attributes.datacontenttype)) attributes.id = entryId
  return { envelope: { attributes, body: body ?? NO_BODY }, uniqueKey }
}

/** Neither an event nor `data`: handed on as text that is no JSON, so that it goes dead as malformed, nothing lost. */
function unreadable(entryId: string, fields: readonly Buffer[]): Stored {
  const lines: Buffer[] = [Buffer.from('expected a field "data", got:\n')]
  for (let at = 0; at + 1 < fields.length; at += 2)
    lines.push(fields[at] as Buffer, Buffer.from(': '), fields[at + 1] as Buffer, Buffer.from('\n'))
  return { envelope: { attributes: { id: entryId }, body: Buffer.concat(lines) }, uniqueKey: undefined }
}
