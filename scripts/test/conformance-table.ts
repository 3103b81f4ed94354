/** From the results of a test run to the table of guarantees and backends in `docs/backends.md`. */
import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

/** The part of Vitest's JSON report that is read. */
export interface TestReport {
  readonly testResults: readonly {
    readonly assertionResults: readonly {
      readonly status: string
      readonly meta?: { readonly backend?: string; readonly guarantee?: string; readonly missing?: string }
    }[]
  }[]
}

const DOCUMENT = fileURLToPath(new URL('../../docs/backends.md', import.meta.url))
const BEGIN = '<!-- guarantees: npm run generate:guarantees -->'
const END = '<!-- /guarantees -->'
/** In the order of the table's columns. */
const COLUMNS = ['postgres', 'rabbitmq', 'redis', 'kafka', 'memory']

interface Row {
  readonly guarantee: string
  readonly cells: Map<string, { proven: boolean; missing: string | null }>
}

function rowsOf(report: TestReport): Row[] {
  const rows = new Map<string, Row>()
  for (const { status, meta } of report.testResults.flatMap((file) => file.assertionResults)) {
    if (meta?.backend === undefined || meta.guarantee === undefined) continue
    const { backend, guarantee } = meta
    const row = rows.get(guarantee) ?? { guarantee, cells: new Map() }
    rows.set(guarantee, row)
    const before = row.cells.get(backend)?.proven ?? true
    row.cells.set(backend, { proven: before && status === 'passed', missing: meta.missing ?? null })
  }
  return [...rows.values()].sort((a, b) => (a.guarantee < b.guarantee ? -1 : 1))
}

/** @returns null when the run did not cover every backend of the table: then it says nothing */
export function tableOf(report: TestReport): string | null {
  const rows = rowsOf(report)
  const covered = new Set(rows.flatMap(({ cells }) => [...cells.keys()]))
  if (COLUMNS.some((backend) => !covered.has(backend))) return null
  const reasons: string[] = []
  const noteOf = (backend: string, why: string) => {
    const reason = `${backend}: ${why}`
    if (!reasons.includes(reason)) reasons.push(reason)
    return reasons.indexOf(reason) + 1
  }
  const cellOf = (row: Row, backend: string) => {
    const cell = row.cells.get(backend)
    if (cell === undefined) return ''
    if (!cell.proven) return 'failed'
    return cell.missing === null ? 'proven' : `no [${noteOf(backend, cell.missing)}]`
  }
  const lines = rows.map((row) => [row.guarantee, ...COLUMNS.map((backend) => cellOf(row, backend))])
  const asRow = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [
    asRow(['it …', ...COLUMNS]),
    asRow(['---', ...COLUMNS.map(() => '---')]),
    ...lines.map(asRow),
    '',
    ...reasons.map((reason, index) => `${index + 1}. ${reason}`),
  ].join('\n')
}

function around(text: string): { readonly before: string; readonly table: string; readonly after: string } {
  const [from, to] = [text.indexOf(BEGIN), text.indexOf(END)]
  if (from < 0 || to < from) throw new Error(`${DOCUMENT} lacks the marks ${BEGIN} and ${END}.`)
  return {
    before: text.slice(0, from + BEGIN.length),
    table: text.slice(from + BEGIN.length, to).trim(),
    after: text.slice(to),
  }
}

/** @returns what is wrong with the document after this run; null when it says what was proven, or nothing is known */
export async function checkTable(report: TestReport): Promise<string | null> {
  const table = tableOf(report)
  if (table === null) return null
  if (around(await readFile(DOCUMENT, 'utf8')).table === table) return null
  return 'docs/backends.md: the table of guarantees is not what was proven; run "npm run generate:guarantees"'
}

/** @returns false when the run did not cover every backend */
export async function writeTable(report: TestReport): Promise<boolean> {
  const table = tableOf(report)
  if (table === null) return false
  const { before, after } = around(await readFile(DOCUMENT, 'utf8'))
  await writeFile(DOCUMENT, `${before}\n${table}\n${after}`)
  return true
}
