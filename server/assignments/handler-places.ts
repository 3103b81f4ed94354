/** Where something stands in a handler's configuration, and what the handler is called. Pure. */
import { type HandlerConfig, jsonPointer } from '../task/index.ts'

/** JSON Pointer to the first text that matches; null when none does. */
export function placeOf(value: unknown, matches: (text: string) => boolean): string | null {
  if (typeof value === 'string') return matches(value) ? '' : null
  if (typeof value !== 'object' || value === null) return null
  for (const [key, entry] of Object.entries(value)) {
    const place = placeOf(entry, matches)
    if (place !== null) return `${jsonPointer([key])}${place}`
  }
  return null
}

/** For the audit: a URL without its query, which may carry what is nobody's business. */
export function handlerName(handler: HandlerConfig): string {
  if (handler.kind === 'built-in') return handler.name
  if (handler.kind !== 'http') return handler.kind
  const { origin, pathname } = new URL(handler.url)
  return `${origin}${pathname}`
}
