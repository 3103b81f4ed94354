/** The message that died, as it was sent: the archive keeps its bytes and its attributes without those of its death. */
import type { Envelope } from '../task/index.ts'
import { unwrapStructured } from '../task/wire/structured.ts'

export interface KeptMessage {
  readonly attributes: unknown
  readonly body: Uint8Array
}

/**
 * A structured event is opened, so that its attributes can be read and replaced; what cannot be opened stays as it
 * came, byte for byte.
 */
export function originalOf({ attributes, body }: KeptMessage): Envelope {
  const envelope = { attributes: attributes as Record<string, string>, body }
  try {
    return unwrapStructured(envelope)
  } catch {
    return envelope
  }
}
