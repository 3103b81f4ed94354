/**
 * What a client by hand sends. `bare`: always the same bytes and nothing beside them, which is the ceiling of what client
 * and broker can do. `cloudevent`: the message that ours sends, an event with an id, a time and an attempt of its own, whose
 * payload is encoded by who publishes and decoded by who runs it.
 */
import { randomUUID } from 'node:crypto'
import { PAYLOAD, type Payload } from '../contender.ts'

export type Shape = 'bare' | 'cloudevent'

const encode = (payload: Payload) => Buffer.from(JSON.stringify(payload))
const BODY = encode(PAYLOAD)

export function bytesOf(shape: Shape, payload: Payload): Buffer {
  return shape === 'bare' && payload === PAYLOAD ? BODY : encode(payload)
}

/** Attributes in the order in which ours writes them. */
export function eventAttributes(attempt: number, id: string = randomUUID()): Record<string, string> {
  return {
    specversion: '1.0',
    id,
    type: 'bench',
    source: '/projects/bench',
    time: new Date().toISOString(),
    datacontenttype: 'application/json',
    attempt: String(attempt),
  }
}
