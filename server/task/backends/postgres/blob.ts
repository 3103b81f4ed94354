/** Many envelopes in one binary parameter, with the offsets at which Postgres cuts them out again (1-based). */
import type { Envelope } from '../backend.ts'

export interface Blob {
  readonly bytes: Buffer
  readonly attributesAt: readonly number[]
  readonly bodyAt: readonly number[]
  readonly endAt: readonly number[]
}

export function toBlob(envelopes: readonly Envelope[]): Blob {
  const parts: Uint8Array[] = []
  const [attributesAt, bodyAt, endAt]: [number[], number[], number[]] = [[], [], []]
  let at = 1
  for (const { attributes, body } of envelopes) {
    const head = Buffer.from(JSON.stringify(attributes))
    parts.push(head, body)
    attributesAt.push(at)
    bodyAt.push(at + head.byteLength)
    at += head.byteLength + body.byteLength
    endAt.push(at)
  }
  return { bytes: Buffer.concat(parts), attributesAt, bodyAt, endAt }
}

/** Roughly what an envelope takes in a blob; the attributes are small. */
export function sizeOf(envelope: Envelope): number {
  return envelope.body.byteLength + 512
}

export function toEnvelope(row: { attributes: string; body: Buffer }): Envelope {
  return { attributes: JSON.parse(row.attributes), body: row.body }
}
