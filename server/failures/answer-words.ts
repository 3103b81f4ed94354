/**
 * What a target says in its answer about why it refused: the words for people, and the codes for programs. From JSON
 * (also `application/problem+json`, and an answer that was cut off in its middle), from the title of a page, or from
 * the first line of a text. Any text may be given.
 */
export interface AnswerWords {
  /** For people; empty when the answer says nothing. */
  readonly text: string
  /** What names the kind of error, such as `out_of_stock`; the last part of a problem's type. */
  readonly codes: readonly string[]
}

const MAX_TEXT = 500
const NOTHING: AnswerWords = { text: '', codes: [] }
/** Where answers put what people read, the most general first. */
const WORDS = ['title', 'error', 'message', 'detail', 'reason', 'error_description'] as const
const CODES = ['code', 'type'] as const
const CODE = /^[\w.:/-]{1,60}$/
const DEEPEST = 3
/** A member whose value is a text, wherever it stands. */
const MEMBER =
  /"(title|error|message|detail|reason|error_description|code|type)"\s*:\s*"((?:[^"\\]|\\.){0,1000})"/g

export function answerWords(body: string): AnswerWords {
  const text = body.trim()
  if (text === '') return NOTHING
  if (text.startsWith('<')) return { text: titleOf(text), codes: [] }
  if (!/^[{["]/.test(text)) return { text: firstLine(text), codes: [] }
  try {
    return wordsOf(JSON.parse(text), 0)
  } catch {
    return wordsOf(membersOf(text), 0)
  }
}

/** "422: Out of stock. Only 3 left." after what is known of the error anyway. */
export function withAnswer(message: string, { text, codes }: AnswerWords): string {
  const said = [text, text === '' ? codes.join(', ') : ''].join('')
  return said === '' || message.includes(said) ? message : `${message.replace(/\.$/, '')}: ${said}`
}

function wordsOf(value: unknown, depth: number): AnswerWords {
  if (typeof value === 'string') return { text: firstLine(value), codes: [] }
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return NOTHING
  if (Array.isArray(value)) return wordsOf(value[0], depth + 1)
  const members = value as Record<string, unknown>
  const inner = WORDS.map((name) => wordsOf(members[name], depth + 1))
  const found = inner.every(({ text }) => text === '') ? wordsOf(members.errors, depth + 1) : NOTHING
  const own = CODES.flatMap((name) => codeOf(members[name]))
  const texts = [...new Set([...inner, found].map(({ text }) => text).filter((text) => text !== ''))]
  return {
    text: texts.join(': ').slice(0, MAX_TEXT),
    codes: [...new Set([...own, ...[...inner, found].flatMap(({ codes }) => codes)])],
  }
}

function codeOf(value: unknown): string[] {
  if (typeof value === 'number') return [String(value)]
  if (typeof value !== 'string' || value === 'about:blank') return []
  const name = value.includes('://')
    ? (value.split(/[?#]/, 1)[0]?.split('/').filter(Boolean).at(-1) ?? '')
    : value
  return CODE.test(name) ? [name] : []
}

/** Of a JSON text that cannot be read as a whole, the first member of each name. */
function membersOf(text: string): Record<string, string> {
  const members: Record<string, string> = {}
  for (const [, name = '', value = ''] of text.matchAll(MEMBER)) members[name] ??= unescaped(value)
  return members
}

function unescaped(value: string): string {
  return value.replace(/\\(?:u[\da-f]{4}|.)/gi, (sequence) => {
    try {
      return JSON.parse(`"${sequence}"`) as string
    } catch {
      return ' '
    }
  })
}

function titleOf(page: string): string {
  return firstLine(/<title[^>]{0,200}>([^<]{1,500})</i.exec(page)?.[1]?.trim() ?? '')
}

function firstLine(text: string): string {
  return (text.trim().split(/[\r\n]/, 1)[0] ?? '').slice(0, MAX_TEXT).trim()
}
