/** From the results of a test run to the table of guarantees and backends in `docs/backends.md`. */
import { type GeneratedTable, markdownTable, Notes, replaceTable, staleness } from './generated-table.ts'
import type { TestReport } from './test-report.ts'

const PLACE: GeneratedTable = {
  document: 'docs/backends.md',
  about: 'guarantees',
  command: 'npm run generate:guarantees',
}
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
  const notes = new Notes()
  const cellOf = (row: Row, backend: string) => {
    const cell = row.cells.get(backend)
    if (cell === undefined) return ''
    if (!cell.proven) return 'failed'
    return cell.missing === null ? 'proven' : `no [${notes.numberOf(`${backend}: ${cell.missing}`)}]`
  }
  const lines = rows.map((row) => [row.guarantee, ...COLUMNS.map((backend) => cellOf(row, backend))])
  return markdownTable(['it …', ...COLUMNS], lines, notes.texts)
}

/** @returns what is wrong with the document after this run; null when it says what was proven, or nothing is known */
export async function checkTable(report: TestReport): Promise<string | null> {
  const table = tableOf(report)
  return table === null ? null : staleness(PLACE, table)
}

/** @returns false when the run did not cover every backend */
export async function writeTable(report: TestReport): Promise<boolean> {
  const table = tableOf(report)
  if (table === null) return false
  await replaceTable(PLACE, table)
  return true
}
