/** From the results of a test run to the table of built-in handlers and checks in `docs/handlers.md`. */
import { basename } from 'node:path'
import { describeBuiltIns } from '../../server/task/handlers/built-in/catalog.ts'
import { type GeneratedTable, markdownTable, Notes, replaceTable, staleness } from './generated-table.ts'
import { CHECKS, type Check, IN_PART, isMeant, LEFT_OUT, NO_BATCHES, type Remark } from './handler-checks.ts'
import type { TestReport } from './test-report.ts'

const PLACE: GeneratedTable = {
  document: 'docs/handlers.md',
  about: 'checks',
  command: 'npm run generate:handlers',
}
const ROOM = 'server/task/handlers/built-in/'

export interface Handler {
  readonly name: string
  /** Whether it sends several tasks in one call. */
  readonly batches: boolean
}

export interface Remarks {
  readonly leftOut: readonly Remark[]
  readonly inPart: readonly Remark[]
}

export interface HandlerTable {
  readonly table: string
  /** Checks that are neither proven nor left out for a reason, and remarks about what is not so. */
  readonly problems: readonly string[]
}

interface Proof {
  /** From the root of the project. */
  readonly file: string
  readonly handlers: string
  readonly checks: readonly Check[]
  readonly passed: boolean
}

/** Of the title "permanent error and transient error: takes 401 for retry", both. */
export function checksOf(title: string): Check[] {
  const named = title.split(':', 1).join('').split(' and ')
  return CHECKS.filter((check) => named.includes(check))
}

/** A test that was skipped proves nothing, and is not told of. */
function proofsOf(report: TestReport): Proof[] {
  return report.testResults.flatMap(({ name, assertionResults }) => {
    const path = name.replaceAll('\\', '/')
    const from = path.lastIndexOf(ROOM)
    if (from < 0) return []
    return assertionResults
      .filter(({ status }) => status === 'passed' || status === 'failed')
      .map(({ ancestorTitles, title, status }) => ({
        file: path.slice(from),
        // A describe may say more after the name: "slack.message as a bot".
        handlers: ancestorTitles[0]?.split(' ', 1)[0] ?? '',
        checks: checksOf(title),
        passed: status === 'passed',
      }))
  })
}

/** Short names of test files that lead to them. */
class Links {
  readonly #files = new Map<string, string>()

  /** "[slack.test]"; a second file of the same name is shown with its folder. */
  to(file: string): string {
    const short = basename(file, '.ts')
    const label = (this.#files.get(short) ?? file) === file ? short : file.slice(ROOM.length, -'.ts'.length)
    this.#files.set(label, file)
    return `[${label}]`
  }

  /** What Markdown needs to know, to be put below the table. */
  definitions(): string {
    return [...this.#files].map(([label, file]) => `[${label}]: ../${file}`).join('\n')
  }
}

const find = (remarks: readonly Remark[], name: string, check: Check): Remark | undefined =>
  remarks.find((remark) => remark.check === check && isMeant(name, remark.handlers))

/** @returns null when the run covered no built-in handler: then it says nothing */
export function handlerTable(
  report: TestReport,
  handlers: readonly Handler[],
  { leftOut, inPart }: Remarks,
): HandlerTable | null {
  const proofs = proofsOf(report)
  if (proofs.length === 0) return null
  const [links, notes, problems] = [new Links(), new Notes(), [] as string[]]
  const used = new Set<Remark>()
  const cellOf = ({ name, batches }: Handler, check: Check): string => {
    const found = proofs.filter((proof) => isMeant(name, proof.handlers) && proof.checks.includes(check))
    const remark = find(found.length === 0 ? leftOut : inPart, name, check)
    if (remark !== undefined) used.add(remark)
    const byItself = found.length === 0 && check === 'batch partly failed' && !batches
    const why = remark?.why ?? (byItself ? NO_BATCHES : null)
    const note = why === null ? '' : ` [${notes.numberOf(why)}]`
    if (found.some(({ passed }) => !passed)) return 'failed'
    if (found.length > 0) {
      return [...new Set(found.map(({ file }) => file))].map((file) => links.to(file)).join(', ') + note
    }
    if (why === null) problems.push(`${name}: no test "${check}", and no reason in handler-checks.ts`)
    return why === null ? 'missing' : `–${note}`
  }
  const rows = handlers.map((handler) => [handler.name, ...CHECKS.map((check) => cellOf(handler, check))])
  for (const remark of [...leftOut, ...inPart].filter((one) => !used.has(one))) {
    problems.push(`handler-checks.ts: the remark on "${remark.check}" of ${remark.handlers} does not apply`)
  }
  const table = markdownTable(['', ...CHECKS], rows, notes.texts)
  return { table: `${table}\n\n${links.definitions()}`.trim(), problems }
}

function tableOf(report: TestReport): HandlerTable | null {
  const handlers = describeBuiltIns().map(({ name, options }) => ({
    name,
    batches: 'batchMaxTasks' in (options.properties as object),
  }))
  return handlerTable(report, handlers, { leftOut: LEFT_OUT, inPart: IN_PART })
}

/** @returns what is wrong with handlers and document after this run */
export async function checkHandlerTable(report: TestReport): Promise<readonly string[]> {
  const made = tableOf(report)
  if (made === null) return []
  const stale = await staleness(PLACE, made.table)
  return stale === null ? made.problems : [...made.problems, stale]
}

/** @returns what is wrong with handlers; the document then says what was proven */
export async function writeHandlerTable(report: TestReport): Promise<readonly string[]> {
  const made = tableOf(report)
  if (made === null) return [`No built-in handler was tested; ${PLACE.document} stays as it is.`]
  await replaceTable(PLACE, made.table)
  return made.problems
}
