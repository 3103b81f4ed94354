/** The suite: every case, ours and each reference in turn, and the medians of all runs. */
import { type BenchArguments, type BenchBackend, readArguments } from '../arguments.ts'
import { loadLine, machineLine, packageVersion } from '../machine.ts'
import { peerVersion, providePeers } from '../peers.ts'
import { type Comparison, jsonLine, median, ratioOf, tableHead, tableRow } from '../report.ts'
import { type BenchServer, provideServer } from '../server.ts'
import { CASE_NAMES, type Measurement, measurementsOf } from './cases.ts'
import { OURS, REFERENCES } from './contenders/index.ts'
import { runJob } from './job.ts'

export interface Output {
  /** Results, and nothing else. */
  readonly print: (line: string) => void
  readonly note: (text: string) => void
}

/** Figures by contender: for each run one per case. */
type Figures = ReadonlyMap<string, readonly number[][]>

export async function runCore(argv: readonly string[], output: Output): Promise<void> {
  const given = readArguments(argv, CASE_NAMES)
  const references = provideReferences(given, output.note)
  const server = await provideServer(given.backend, given.url)
  try {
    const about = [
      machineLine(),
      `${server.version} (${server.origin})`,
      versionsOf(given.backend, references),
      `${given.runs} run${given.runs === 1 ? '' : 's'} of each, ${loadLine()} at the start`,
    ]
    const say = given.json ? output.note : output.print
    for (const line of about) say(line)
    if (!given.json) output.print(`\n${tableHead()}`)
    for (const measurement of wanted(given)) await compare(measurement, { given, server, references, output })
    say(`${given.json ? '' : '\n'}${loadLine()} at the end. A ratio above 1 means that we do better.`)
  } finally {
    await server.close()
  }
}

/** Those that can be measured here. */
function provideReferences({ backend, quick }: BenchArguments, note: Output['note']): string[] {
  const all = REFERENCES[backend]
  const peers = all.filter(({ isPeer }) => isPeer).map(({ name }) => name)
  const there = providePeers(peers, !quick, note)
  return all.filter(({ name, isPeer }) => !isPeer || there.includes(name)).map(({ name }) => name)
}

/** The one that we use. */
const CLIENTS: Readonly<Record<BenchBackend, string>> = {
  rabbitmq: 'amqplib',
  postgres: 'pg',
  redis: 'redis',
  kafka: '@platformatic/kafka',
}

function versionsOf(backend: BenchBackend, references: readonly string[]): string {
  const client = CLIENTS[backend]
  const peers = REFERENCES[backend].filter(({ name, isPeer }) => isPeer && references.includes(name))
  return [
    `${client} ${packageVersion(client)}`,
    ...peers.map(({ name }) => `${name} ${peerVersion(name)}`),
  ].join(', ')
}

function wanted({ quick, cases }: BenchArguments): Measurement[] {
  return measurementsOf(quick).filter(
    (measurement) => cases === null || measurement.cases.some(({ name }) => cases.includes(name)),
  )
}

interface Setting {
  readonly given: BenchArguments
  readonly server: BenchServer
  readonly references: readonly string[]
  readonly output: Output
}

async function compare(measurement: Measurement, setting: Setting): Promise<void> {
  const references = setting.references.filter((name) => !measurement.without.includes(name))
  const figures = await measureAll(measurement, [OURS, ...references], setting)
  const { given, output } = setting
  measurement.cases.forEach(({ name, unit }, index) => {
    if (given.cases !== null && !given.cases.includes(name)) return
    for (const reference of references) {
      const [ours, theirs] = [column(figures, OURS, index), column(figures, reference, index)]
      const [our, their] = [median(ours), median(theirs)]
      const comparison: Comparison = {
        suite: 'core',
        backend: given.backend,
        case: name,
        unit,
        ours: our,
        reference: their,
        referenceName: reference,
        ratio: ratioOf(unit, our, their),
        runs: given.runs,
      }
      const ratios = ours.map((value, round) => ratioOf(unit, value, theirs[round] ?? Number.NaN))
      const spread = { least: Math.min(...ratios), most: Math.max(...ratios) }
      output.print(given.json ? jsonLine(comparison) : tableRow(comparison, spread))
    }
  })
}

const column = (figures: Figures, name: string, index: number): number[] =>
  (figures.get(name) ?? []).map((run) => run[index] ?? Number.NaN)

/** One after the other, beginning with another one each round, so that a busy minute hits all of them alike. */
async function measureAll(
  { workload }: Measurement,
  contenders: readonly string[],
  { given, server }: Setting,
): Promise<Figures> {
  const figures = new Map<string, number[][]>(contenders.map((name) => [name, []]))
  for (let round = 0; round < given.runs; round++)
    for (let turn = 0; turn < contenders.length; turn++) {
      const contender = contenders[(round + turn) % contenders.length] as string
      const site = await server.make()
      const figure = await runJob({ contender, backend: given.backend, site, workload, role: 'measure' })
      figures.get(contender)?.push(figure)
      await server.remove(site)
    }
  return figures
}
