/** Payloads published lately, newest first, kept in this browser as templates. Pure but for `readTemplates` and `keepTemplate`. */
export interface Template {
  readonly type: string
  readonly payload: string
  /** Milliseconds. */
  readonly at: number
}

const KEY = 'signalbox.templates.1'
export const MOST_TEMPLATES = 20
const LONGEST = 20_000

/** The same message again moves up instead of standing twice. */
export function withTemplate(templates: readonly Template[], added: Template): Template[] {
  if (added.payload.length > LONGEST) return [...templates]
  const others = templates.filter((one) => one.type !== added.type || one.payload !== added.payload)
  return [added, ...others].slice(0, MOST_TEMPLATES)
}

const isTemplate = (value: unknown): value is Template =>
  typeof value === 'object' &&
  value !== null &&
  'type' in value &&
  typeof value.type === 'string' &&
  'payload' in value &&
  typeof value.payload === 'string' &&
  'at' in value &&
  typeof value.at === 'number'

export function parseTemplates(text: string | null): Template[] {
  try {
    const value: unknown = JSON.parse(text ?? '[]')
    return Array.isArray(value) ? value.filter(isTemplate) : []
  } catch {
    // What another program left under this key is not ours to show.
    return []
  }
}

export function readTemplates(): Template[] {
  try {
    return parseTemplates(localStorage.getItem(KEY))
  } catch {
    // A browser that refuses storage has no templates.
    return []
  }
}

export function keepTemplate(added: Template): Template[] {
  const templates = withTemplate(readTemplates(), added)
  try {
    localStorage.setItem(KEY, JSON.stringify(templates))
  } catch {
    // Publishing worked; only the memory of it is lost.
  }
  return templates
}
