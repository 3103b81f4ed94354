/**
 * Envelope ↔ Kafka record: CloudEvents' Kafka binding in binary mode (`ce_*` headers, the content type in
 * `content-type`), with `partitionkey` as the record's key. Of a foreign record plain headers are read, too.
 */
import { PLAIN_HEADERS } from '../../wire/attributes.ts'
import type { Envelope } from '../backend.ts'

export interface OutRecord {
  readonly topic: string
  readonly key: Buffer | undefined
  readonly value: Buffer
  readonly headers: Map<Buffer, Buffer>
  /** Else the one that its key says, or any. */
  readonly partition?: number
}

/** As the client reads it. */
export interface InRecord {
  readonly offsetDelta: number
  readonly key: Buffer | null
  readonly value: Buffer | null
  readonly headers: readonly (readonly [Buffer, Buffer])[]
}

const PREFIX = 'ce_'
const CONTENT_TYPE = 'content-type'
/** Epoch milliseconds before which the record must not be handed out. */
const DUE = 'signalbox-due'
/** The offset, in the same partition, of the task whose retry this is: it takes that one's place. */
const RETRY_OF = 'signalbox-retry-of'
const PLAIN: ReadonlySet<string> = new Set(PLAIN_HEADERS)
const TRACE = ['traceparent', 'tracestate'] as const
const EMPTY = Buffer.alloc(0)

/** The same few strings come again with every message. */
class Known<K, V> {
  readonly #values = new Map<K, V>()
  readonly #make: (key: K) => V
  readonly #limit: number

  constructor(limit: number, make: (key: K) => V) {
    this.#limit = limit
    this.#make = make
  }

  get(key: K): V {
    const known = this.#values.get(key)
    if (known !== undefined) return known
    const value = this.#make(key)
    if (this.#values.size < this.#limit) this.#values.set(key, value)
    return value
  }
}

const headerNames = new Known<string, Buffer>(1_000, (name) =>
  Buffer.from(name === 'datacontenttype' ? CONTENT_TYPE : `${PREFIX}${name}`),
)
const plainNames = new Known<string, Buffer>(100, (name) => Buffer.from(name))
const commonValues = new Known<string, Buffer>(1_000, (value) => Buffer.from(value))
/** Attributes whose values are the same for most messages. */
const COMMON = new Set(['specversion', 'type', 'source', 'datacontenttype', 'attempt', 'maxattempts'])

const bytesOf = (body: Uint8Array): Buffer =>
  Buffer.isBuffer(body) ? body : Buffer.from(body.buffer, body.byteOffset, body.byteLength)

/** Where a retry goes that keeps its key's place. */
export interface Place {
  readonly partition: number
  readonly offset: number
}

/** @param dueAtMs null: it may be handed out at once */
export function toRecord(
  topic: string,
  { attributes, body }: Envelope,
  dueAtMs: number | null,
  place?: Place,
): OutRecord {
  const headers = new Map<Buffer, Buffer>()
  for (const name of Object.keys(attributes)) {
    if (name === 'partitionkey') continue
    const value = attributes[name] as string
    headers.set(headerNames.get(name), COMMON.has(name) ? commonValues.get(value) : Buffer.from(value))
  }
  for (const name of TRACE) {
    const value = attributes[name]
    if (value !== undefined) headers.set(plainNames.get(name), Buffer.from(value))
  }
  if (place !== undefined) headers.set(plainNames.get(RETRY_OF), Buffer.from(String(place.offset)))
  if (dueAtMs !== null) headers.set(plainNames.get(DUE), Buffer.from(String(dueAtMs)))
  const key = attributes.partitionkey
  return {
    topic,
    key: key === undefined ? undefined : Buffer.from(key),
    value: bytesOf(body),
    headers,
    ...(place === undefined ? {} : { partition: place.partition }),
  }
}

function readHeader(attributes: Record<string, string>, name: string, value: string): void {
  if (name.startsWith(PREFIX)) attributes[name.slice(PREFIX.length)] = value
  else if (name.toLowerCase() === CONTENT_TYPE) attributes.datacontenttype = value
  else if (PLAIN.has(name)) attributes[name] ??= value
}

/** A name is a few bytes, and there are few: cheaper found than decoded. */
const names = new Known<string, string>(2_000, (latin) => Buffer.from(latin, 'latin1').toString('utf8'))

export function toEnvelope({ key, value, headers }: InRecord): Envelope {
  const attributes: Record<string, string> = {}
  if (key !== null) attributes.partitionkey = key.toString('utf8')
  for (const [name, bytes] of headers)
    if (bytes !== null) readHeader(attributes, names.get(name.toString('latin1')), bytes.toString('utf8'))
  return { attributes, body: value ?? EMPTY }
}

const DUE_BYTES = Buffer.from(DUE)

const RETRY_OF_BYTES = Buffer.from(RETRY_OF)

function ownNumber(headers: InRecord['headers'], fromEnd: number, name: Buffer): number | null {
  const header = headers[headers.length - fromEnd]
  if (header === undefined || header[0].length !== name.length || !header[0].equals(name)) return null
  const number = Number(header[1]?.toString())
  return Number.isSafeInteger(number) && number >= 0 ? number : null
}

/** When it may be handed out, in epoch milliseconds; 0: at once. It is always the last header. */
export const dueAtMs = ({ headers }: InRecord): number => ownNumber(headers, 1, DUE_BYTES) ?? 0

/** Whose place it takes; null: it is no such retry. */
export const retryOf = ({ headers }: InRecord): number | null => ownNumber(headers, 2, RETRY_OF_BYTES)

/** The record once more, for another topic, with another time. */
export function forward(topic: string, { key, value, headers }: InRecord, dueAtMs: number | null): OutRecord {
  const kept = headers.filter(([name]) => !name.equals(DUE_BYTES))
  const due: [Buffer, Buffer][] = dueAtMs === null ? [] : [[DUE_BYTES, Buffer.from(String(dueAtMs))]]
  return { topic, key: key ?? undefined, value: value ?? EMPTY, headers: new Map([...kept, ...due]) }
}

export const sizeOf = ({ value, headers }: InRecord): number => (value?.length ?? 0) + headers.length * 50
