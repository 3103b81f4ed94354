/**
 * Failures of one cause share a fingerprint. It is made of what the cause leaves behind wherever it strikes: the
 * error's name, its message without what differs from task to task (with what a target said in its answer), the status
 * that a target answered, and the codes in its answer.
 *
 * The type, the project and the reason are not part of it: when a database is away, tasks of five types die of one
 * cause, and an operator wants to see one group, not five.
 *
 * Of the message, in this order:
 * 1. only the beginning counts (1,000 characters): what follows is mostly a dump of the data;
 * 2. addresses (`https://host/a/7?x=1`) keep scheme and host, which tell one target from another: `https://host/<path>`;
 * 3. timestamps, e-mail addresses and UUIDs become `<time>`, `<email>`, `<uuid>`;
 * 4. what stands in quotes becomes `<text>`: mostly a value of the task. Except where it is a short name
 *    (`property "address"`): that tells one missing field from another;
 * 5. paths of files become `<path>`; hexadecimal of 8 digits and more `<hex>`; every other number `<n>`, also within a
 *    word (`order4711`), and lists of them one;
 * 6. case and white space do not count.
 *
 * Changing a rule gives new failures of a known cause another group; those in the archive keep theirs. So change it
 * seldom, and say so in the changelog.
 */
import { createHash } from 'node:crypto'

export interface Cause {
  readonly errorName: string
  readonly errorMessage: string
  /** HTTP status of the target's answer; null when there was none. */
  readonly status: number | null
  /** In the target's answer (answer-words.ts). */
  readonly codes?: readonly string[]
}

const CONSIDERED_LENGTH = 1_000
const FINGERPRINT_LENGTH = 12

/** Unrolled so that no message, however made, is read more than a few times. */
const RULES: readonly [pattern: RegExp, replacement: string][] = [
  [/\b([a-z][a-z0-9+.-]{1,20}:\/\/[^\s/?#"'`)\]>]{1,255})(?:[/?#][^\s"'`)\]>]*)?/g, '$1/<path>'],
  [/\b\d{4}-\d\d-\d\d(?:[t ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?: ?z\b| ?[+-]\d\d:?\d\d\b)?)?/g, '<time>'],
  [/\b\d\d:\d\d:\d\d(?:[.,]\d{1,9})?\b/g, '<time>'],
  [/[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/g, '<email>'],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, '<uuid>'],
  [/"(?![a-z_][a-z_.-]{0,39}")[^"\n]*"/g, '<text>'],
  [/`(?![a-z_][a-z_.-]{0,39}`)[^`\n]*`/g, '<text>'],
  // An apostrophe within a word (don't) opens no quotation.
  [/(?<![a-z0-9])'(?![a-z_][a-z_.-]{0,39}')[^'\n]*'(?![a-z0-9])/g, '<text>'],
  [/(?<![\w<./])(?:[a-z]:\\|\.{0,2}\/)[\w.@~%+-]+(?:[\\/][\w.@~%+-]*)*(?::\d+){0,2}/g, '<path>'],
  [/\b0x[0-9a-f]+\b/g, '<hex>'],
  [/\b(?=[a-f]*\d)[0-9a-f]{8,}\b/g, '<hex>'],
  [/[+-]?\d+(?:[.,:_]\d+)*/g, '<n>'],
  [/(?:<n>[\s,;/.:-]*){2,}/g, '<n> '],
  [/\s+/g, ' '],
]

/** The message without what differs from task to task. Exported for tests, and to explain a group. */
export function messageShape(message: string): string {
  const beginning = message.slice(0, CONSIDERED_LENGTH).toLowerCase()
  return RULES.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), beginning).trim()
}

/** A code tells causes apart by its digits, too (`E1001`); an id in its place does not. */
function codeShape(code: string): string {
  return /\d{6}|[0-9a-f-]{16}/i.test(code) ? messageShape(code) : code.toLowerCase()
}

/** Short, hexadecimal; the same on every machine. Without codes it is that of earlier releases. */
export function fingerprintOf({ errorName, errorMessage, status, codes = [] }: Cause): string {
  const parts = [errorName.toLowerCase(), messageShape(errorMessage), status, ...codes.map(codeShape)]
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, FINGERPRINT_LENGTH)
}
