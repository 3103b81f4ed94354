import { describe, expect, it } from 'vitest'
import { tableOf } from './conformance-table.ts'
import type { TestReport } from './test-report.ts'

const BACKENDS = ['memory', 'postgres', 'rabbitmq', 'redis', 'kafka']

function report(
  missing: Readonly<Record<string, string>>,
  backends: readonly string[] = BACKENDS,
  failed?: string,
): TestReport {
  const named = { ancestorTitles: [], title: 'peeks' }
  const assertionResults = backends.map((backend) => ({
    ...named,
    status: backend === failed ? 'failed' : 'passed',
    meta: {
      backend,
      guarantee: 'peeks',
      ...(missing[backend] === undefined ? {} : { missing: missing[backend] }),
    },
  }))
  const another = { ...named, status: 'passed' }
  return { testResults: [{ name: 'a.test.ts', assertionResults: [another, ...assertionResults] }] }
}

describe('the table of guarantees', () => {
  it('tells what is proven, and why something is missing', () => {
    expect(tableOf(report({ rabbitmq: 'it cannot' }))).toBe(
      [
        '| it … | postgres | rabbitmq | redis | kafka | memory |',
        '| --- | --- | --- | --- | --- | --- |',
        '| peeks | proven | no [1] | proven | proven | proven |',
        '',
        '1. rabbitmq: it cannot',
      ].join('\n'),
    )
  })

  it('does not call proven what failed', () => {
    expect(tableOf(report({}, BACKENDS, 'redis'))).toContain(
      '| peeks | proven | proven | failed | proven | proven |',
    )
  })

  it('says nothing about a run that left a backend out', () => {
    expect(tableOf(report({}, ['memory', 'postgres']))).toBeNull()
  })
})
