/**
 * The headers of the message that is being written. amqplib makes the object it is given the prototype of one of its own,
 * and a prototype that nobody has seen before costs V8 more than writing the whole message. So one object is used for
 * all messages: amqplib has written the headers when `publish` returns, and the next message may overwrite them.
 */
const MOST_NAMES = 64

export class HeaderTable {
  #headers: Record<string, string | number | undefined> = {}

  /** To be filled for the next message: empty, as amqplib leaves out what is undefined. */
  next(): Record<string, string | number | undefined> {
    const names = Object.keys(this.#headers)
    if (names.length > MOST_NAMES) this.#headers = {}
    else for (const name of names) this.#headers[name] = undefined
    return this.#headers
  }
}

const known = new Map<string, string>()

/** @returns `cloudEvents_<attribute>`: the same string each time, for names that come often */
export function headerOf(attribute: string): string {
  const header = known.get(attribute)
  if (header !== undefined) return header
  const made = `cloudEvents_${attribute}`
  if (known.size < MOST_NAMES) known.set(attribute, made)
  return made
}
