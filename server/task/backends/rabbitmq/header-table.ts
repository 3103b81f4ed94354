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

/** The binding names both; ":" is the older one. */
const PREFIX = /^cloudEvents[_:]/
const PREFIX_LENGTH = 'cloudEvents_'.length

/** Remembers the results of the first names it meets: the same few come with every message. */
function remembering<T>(make: (name: string) => T): (name: string) => T {
  const made = new Map<string, T>()
  return (name) => {
    const known = made.get(name)
    if (known !== undefined) return known
    const result = make(name)
    if (made.size < MOST_NAMES) made.set(name, result)
    return result
  }
}

/** @returns `cloudEvents_<attribute>` */
export const headerOf = remembering((attribute) => `cloudEvents_${attribute}`)

/** The attribute that a header carries by the binding; null when it carries none. */
export const attributeOf = remembering((header) => (PREFIX.test(header) ? header.slice(PREFIX_LENGTH) : null))
