/** Where a JSON Pointer points in JSON text, so that an error is shown in its place. Pure. */
interface Range {
  readonly from: number
  readonly to: number
}

const unescaped = (part: string) => part.replaceAll('~1', '/').replaceAll('~0', '~')
const space = /\s*/y
const string = /"(?:[^"\\]|\\.)*"/y
const scalar = /[^\s,\]}]+/y

function match(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : at
}

/** The end of the value that begins at `at`; `visit` gets each member's name (or index) and the start of its value. */
function skip(text: string, at: number, visit?: (name: string, from: number, to: number) => void): number {
  const opening = text[at]
  if (opening === '"') return match(string, text, at)
  if (opening !== '{' && opening !== '[') return match(scalar, text, at)
  const closing = opening === '{' ? '}' : ']'
  let here = match(space, text, at + 1)
  for (let index = 0; here < text.length && text[here] !== closing; index++) {
    let name = String(index)
    if (opening === '{') {
      const end = match(string, text, here)
      if (end === here) return here
      name = JSON.parse(text.slice(here, end))
      here = match(space, text, match(space, text, end) + 1)
    }
    const end = skip(text, here)
    if (end === here) return here
    visit?.(name, here, end)
    here = match(space, text, end)
    if (text[here] === ',') here = match(space, text, here + 1)
  }
  return Math.min(text.length, here + 1)
}

/** The range of the value at `pointer`; of the nearest parent that exists where it does not. */
export function pointerRange(text: string, pointer: string): Range {
  const start = match(space, text, 0)
  let range: Range = { from: start, to: skip(text, start) }
  for (const part of pointer.split('/').slice(1).map(unescaped)) {
    let found: Range | undefined
    skip(text, range.from, (name, from, to) => {
      if (name === part) found = { from, to }
    })
    if (!found) {
      // Nothing stands there: the first character of its parent says so.
      return { from: range.from, to: Math.min(range.from + 1, text.length) }
    }
    range = found
  }
  return range
}
