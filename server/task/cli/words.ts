/** How commands write numbers, times and tables on a terminal. Pure. */
const numbers = new Intl.NumberFormat('en')

/** 41,218 */
export const count = (value: number): string => numbers.format(value)

export const plural = (value: number, word: string): string =>
  `${count(value)} ${word}${value === 1 ? '' : 's'}`

/** Seconds are enough to read: "2026-03-01 12:00:05". */
export const instant = (iso: string): string => iso.slice(0, 19).replace('T', ' ')

/** Control characters of foreign texts must not reach a terminal, and a cell is one line. */
export const oneLine = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  text.replaceAll(/[\u0000-\u001f\u007f-\u009f]+/g, ' ').trim()

/** The same for a text of several lines. */
export const plainText = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  text.replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '')

/** Columns as wide as they need to be; the last one takes what is left of `width`, and is cut there. */
export function table(rows: readonly (readonly string[])[], width: number): string[] {
  const cells = rows.map((row) => row.map(oneLine))
  const last = (cells[0]?.length ?? 1) - 1
  const widths = Array.from({ length: last }, (_, column) =>
    Math.max(...cells.map((row) => row[column]?.length ?? 0)),
  )
  return cells.map((row) => {
    const line = row
      .map((cell, column) => (column === last ? cell : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
    return line.length > width ? `${line.slice(0, width - 1)}…` : line
  })
}
