/** That it runs and what it prints; how fast anything is, no test tells. */
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, inject, it } from 'vitest'
import { whyNoRabbit } from '../scripts/test-servers/rabbitmq.ts'
import { CASE_NAMES } from './core/cases.ts'

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url))

async function bench(args: readonly string[], variables: Readonly<Record<string, string>> = {}) {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [MAIN, 'core', ...args], {
    env: { ...process.env, ...variables },
  })
  return { lines: stdout.trimEnd().split('\n'), stderr }
}

const comparison = (backend: string) => ({
  suite: 'core',
  backend,
  case: expect.toBeOneOf(CASE_NAMES),
  unit: expect.toBeOneOf(['tasks/s', 'ms']),
  ours: expect.any(Number),
  reference: expect.any(Number),
  referenceName: expect.any(String),
  ratio: expect.any(Number),
  runs: 1,
})

function expectComparisons(lines: readonly string[], backend: string, reference: string) {
  const found = lines.map((line) => JSON.parse(line))
  for (const line of found) {
    expect(line).toEqual(comparison(backend))
    expect(Math.min(line.ours, line.reference, line.ratio)).toBeGreaterThan(0)
  }
  const beside = found.filter(({ referenceName }) => referenceName === reference)
  expect(beside.map((line) => line.case)).toEqual(CASE_NAMES)
}

describe.concurrent('a quick run', { timeout: 120_000 }, () => {
  it('compares every case with Postgres by hand, on a server that it is given', async () => {
    const { lines } = await bench(['--backend', 'postgres', '--quick', '--json'], {
      DATABASE_URL: inject('postgresUrl'),
    })
    expectComparisons(lines, 'postgres', 'raw')
  })

  const reason = whyNoRabbit()
  if (reason !== null) describe.skip(reason)
  else
    it('compares every case with amqplib, on a broker of its own when none is given', async () => {
      const { lines, stderr } = await bench(['--backend', 'rabbitmq', '--quick', '--json'])
      expectComparisons(lines, 'rabbitmq', 'amqplib')
      expect(stderr).toMatch(/^RabbitMQ \d/m)
    })

  it('prints a table, and only the cases that were asked for', async () => {
    const { lines } = await bench(['--backend', 'postgres', '--quick', '--case', 'publish'], {
      DATABASE_URL: inject('postgresUrl'),
    })
    const table = lines.slice(lines.indexOf('') + 1)
    expect(table[0]).toMatch(/^case +beside +ours +reference +unit +ratio/)
    expect(table.filter((line) => line.startsWith('publish '))).not.toEqual([])
    expect(table.some((line) => line.startsWith('run-'))).toBe(false)
  })
})

it('says which argument is wrong and what it expected', async () => {
  await expect(bench(['--backend', 'mysql'])).rejects.toThrow(
    '--backend: expected one of rabbitmq, postgres, redis, kafka, got mysql',
  )
  await expect(bench(['--backend', 'postgres', '--runs', 'many'])).rejects.toThrow(
    '--runs: expected a whole number from 1, got many',
  )
})

it('measures the client libraries in the versions that the project has', () => {
  const dependenciesOf = (path: string) =>
    JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as Record<string, Record<string, string>>
  const [ours, project] = [dependenciesOf('package.json'), dependenciesOf('../package.json')]
  const { amqplib, pg } = ours.dependencies ?? {}
  expect({ amqplib, pg }).toEqual({
    amqplib: project.devDependencies?.amqplib,
    pg: project.dependencies?.pg,
  })
})
