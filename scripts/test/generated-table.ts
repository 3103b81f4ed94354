/** A table in a document of `docs/`, between two marks, that is made from what the tests proved. */
import { readFile, writeFile } from 'node:fs/promises'

export interface GeneratedTable {
  /** From the root of the project: "docs/backends.md". */
  readonly document: string
  /** What the table is about; the word in its marks. */
  readonly about: string
  /** Makes it anew: "npm run generate:guarantees". */
  readonly command: string
}

const urlOf = ({ document }: GeneratedTable) => new URL(`../../${document}`, import.meta.url)

/** @throws Error when the text lacks the marks */
export function around(
  { document, about, command }: GeneratedTable,
  text: string,
): { readonly before: string; readonly table: string; readonly after: string } {
  const [begin, end] = [`<!-- ${about}: ${command} -->`, `<!-- /${about} -->`]
  const [from, to] = [text.indexOf(begin), text.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`${document} lacks the marks ${begin} and ${end}.`)
  return {
    before: text.slice(0, from + begin.length),
    table: text.slice(from + begin.length, to).trim(),
    after: text.slice(to),
  }
}

/** @returns what is wrong with the document; null when it says just this */
export async function staleness(place: GeneratedTable, table: string): Promise<string | null> {
  if (around(place, await readFile(urlOf(place), 'utf8')).table === table) return null
  return `${place.document}: the table of ${place.about} is not what was proven; run "${place.command}"`
}

export async function replaceTable(place: GeneratedTable, table: string): Promise<void> {
  const { before, after } = around(place, await readFile(urlOf(place), 'utf8'))
  await writeFile(urlOf(place), `${before}\n${table}\n${after}`)
}

/** A table in Markdown, with its numbered notes below. */
export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  notes: readonly string[],
): string {
  const asRow = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [
    asRow(head),
    asRow(head.map(() => '---')),
    ...rows.map(asRow),
    '',
    ...notes.map((note, index) => `${index + 1}. ${note}`),
  ].join('\n')
}

/** Numbers notes in the order of their first use; the same words have one number. */
export class Notes {
  readonly texts: string[] = []

  numberOf(text: string): number {
    if (!this.texts.includes(text)) this.texts.push(text)
    return this.texts.indexOf(text) + 1
  }
}
