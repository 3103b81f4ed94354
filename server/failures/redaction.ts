/**
 * What of a dead task may be shown and searched, when its type hides parts of the payload.
 *
 * The payload is shown without them. An error, a target's answer or an attribute may quote what is hidden ("no mailbox
 * ada@example.com"), so the hidden values are taken out of these texts, too. Values of fewer than four characters are
 * not: they stand in every text by chance, and taking them out would tell nothing apart from leaving them.
 */
import { REDACTED, redact } from '../queues/redact.ts'
import type { Envelope } from '../task/index.ts'
import { isJson, JSON_TYPE } from '../task/wire/content.ts'

export interface Redaction {
  /** The payload where it is JSON, without what is hidden; else null. */
  readonly payload: unknown
  /** The payload as text, without what is hidden; null when it is binary. */
  readonly text: string | null
  /** Whether it is shown as JSON. */
  readonly isJson: boolean
  /** Whether anything of the payload is hidden. */
  readonly redacted: boolean
  /** A text about the task, without the values that are hidden. */
  hide(text: string): string
}

const SHORTEST_VALUE = 4
/** More than this, and the texts are hidden as a whole. */
const MOST_VALUES = 1_000

const strict = new TextDecoder('utf-8', { fatal: true })

function textOf(body: Uint8Array): string | null {
  try {
    return strict.decode(body)
  } catch {
    return null
  }
}

interface Parsed {
  readonly value: unknown
}

function parse(text: string | null, contentType: string): Parsed | null {
  if (text === null || !isJson(contentType)) return null
  try {
    return { value: text === '' ? null : JSON.parse(text) }
  } catch {
    return null
  }
}

export function redactionOf({ attributes, body }: Envelope, pointers: readonly string[]): Redaction {
  const text = textOf(body)
  const parsed = parse(text, attributes.datacontenttype ?? JSON_TYPE)
  if (pointers.length === 0)
    return {
      payload: parsed?.value ?? null,
      text,
      isJson: parsed !== null,
      redacted: false,
      hide: (about) => about,
    }
  // What is no JSON cannot be hidden in part, and neither can a text that may quote it anywhere.
  if (parsed === null)
    return { payload: null, text: REDACTED, isJson: false, redacted: true, hide: () => REDACTED }
  const payload = redact(parsed.value, pointers)
  const hidden = hiddenValues(parsed.value, payload)
  return {
    payload,
    text: JSON.stringify(payload),
    isJson: true,
    redacted: JSON.stringify(payload) !== JSON.stringify(parsed.value),
    hide: hiding(hidden),
  }
}

/** Every scalar that stands where the redacted copy has its mark. */
function hiddenValues(original: unknown, shown: unknown): ReadonlySet<string> {
  const found = new Set<string>()
  const collect = (value: unknown) => {
    if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) collect(part)
    else if (typeof value === 'string' || typeof value === 'number') found.add(String(value))
  }
  const compare = (value: unknown, copy: unknown) => {
    if (copy === REDACTED) return collect(value)
    if (typeof value !== 'object' || value === null) return
    for (const [key, part] of Object.entries(value)) compare(part, (copy as Record<string, unknown>)[key])
  }
  compare(original, shown)
  return found
}

const escaped = (value: string) => value.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')

function hiding(values: ReadonlySet<string>): (text: string) => string {
  const worth = [...values].filter((value) => value.length >= SHORTEST_VALUE)
  if (worth.length === 0) return (text) => text
  if (worth.length > MOST_VALUES) return () => REDACTED
  // As it is, and as it stands within JSON; longest first, so that no rest of one stays.
  const forms = new Set(worth.flatMap((value) => [value, JSON.stringify(value).slice(1, -1)]))
  const sorted = [...forms].sort((a, b) => b.length - a.length)
  const pattern = new RegExp(sorted.map(escaped).join('|'), 'giu')
  return (text) => text.replaceAll(pattern, REDACTED)
}
