import { describe, expect, it } from 'vitest'
import { CHECKS } from './handler-checks.ts'
import { checksOf, handlerTable, type Remarks } from './handler-table.ts'
import type { TestReport } from './test-report.ts'

const ROOM = '/somewhere/server/task/handlers/built-in'
const NONE: Remarks = { leftOut: [], inPart: [] }
const ALL = `${CHECKS.join(' and ')}: in one test`
const ALL_BUT_BATCH = ALL.replace(' and batch partly failed', '')

type Test = readonly [describe: string, title: string, status?: string]

function report(files: Readonly<Record<string, readonly Test[]>>): TestReport {
  const testResults = Object.entries(files).map(([name, tests]) => ({
    name,
    assertionResults: tests.map(([outermost, title, status = 'passed']) => ({
      ancestorTitles: outermost === '' ? [] : [outermost, 'within it'],
      title,
      status,
    })),
  }))
  return { testResults }
}

const slack = { name: 'slack.message', batches: false }
const track = { name: 'segment.track', batches: true }
const page = { name: 'segment.page', batches: true }

describe('what a title checks', () => {
  it('is said before the first colon, and may be several things', () => {
    expect(checksOf('success')).toEqual(['success'])
    expect(checksOf('idempotent: the same key: always')).toEqual(['idempotent'])
    expect(checksOf('transient error and permanent error: 400')).toEqual([
      'permanent error',
      'transient error',
    ])
  })

  it('is nothing when other words stand there', () => {
    expect(checksOf('target rules: success and timeout')).toEqual([])
    expect(checksOf('has success')).toEqual([])
    expect(checksOf('')).toEqual([])
  })
})

describe('the table of handlers', () => {
  it('names the file that proves each check, and why one is left out', () => {
    const made = handlerTable(
      report({ [`${ROOM}/slack/slack.test.ts`]: [['slack.message as a bot', ALL_BUT_BATCH]] }),
      [slack],
      NONE,
    )
    expect(made?.problems).toEqual([])
    expect(made?.table).toBe(
      [
        `|  | ${CHECKS.join(' | ')} |`,
        `| --- |${' --- |'.repeat(CHECKS.length)}`,
        `| slack.message |${' [slack.test] |'.repeat(CHECKS.length - 1)} – [1] |`,
        '',
        '1. Sends each task by itself.',
        '',
        '[slack.test]: ../server/task/handlers/built-in/slack/slack.test.ts',
      ].join('\n'),
    )
  })

  it('takes a describe of the part before the dot for all that begin with it', () => {
    const tests = report({ [`${ROOM}/segment/segment.test.ts`]: [['segment in batches', ALL]] })
    expect(handlerTable(tests, [page, track], NONE)?.problems).toEqual([])
    const other = handlerTable(tests, [{ name: 'segmented.track', batches: true }], NONE)
    expect(other?.problems).toHaveLength(CHECKS.length)
  })

  it('names what has neither a test nor a reason', () => {
    const tests = report({
      [`${ROOM}/slack/slack.test.ts`]: [['slack.message', ALL_BUT_BATCH.replace('timeout and ', '')]],
    })
    const made = handlerTable(tests, [slack], NONE)
    expect(made?.problems).toEqual(['slack.message: no test "timeout", and no reason in handler-checks.ts'])
    expect(made?.table).toContain('| missing |')
    const remark = { handlers: 'slack', check: 'timeout', why: 'It never ends.' } as const
    const explained = handlerTable(tests, [slack], { ...NONE, leftOut: [remark] })
    expect(explained?.problems).toEqual([])
    expect(explained?.table).toContain('1. It never ends.\n2. Sends each task by itself.')
  })

  it('wants the check of batches from those that send them', () => {
    const tests = report({ [`${ROOM}/segment/segment.test.ts`]: [['segment', ALL_BUT_BATCH]] })
    expect(handlerTable(tests, [track], NONE)?.problems).toEqual([
      'segment.track: no test "batch partly failed", and no reason in handler-checks.ts',
    ])
  })

  it('says what a proof is limited to, and refuses a remark that does not apply', () => {
    const tests = report({ [`${ROOM}/slack/slack.test.ts`]: [['slack.message', ALL_BUT_BATCH]] })
    const bot = { handlers: 'slack.message', check: 'idempotent', why: 'As a bot.' } as const
    const limited = handlerTable(tests, [slack], { ...NONE, inPart: [bot] })
    expect(limited?.problems).toEqual([])
    expect(limited?.table).toContain('| [slack.test] [1] |')
    expect(handlerTable(tests, [slack], { ...NONE, leftOut: [bot] })?.problems).toEqual([
      'handler-checks.ts: the remark on "idempotent" of slack.message does not apply',
    ])
  })

  it('does not call proven what failed or was skipped', () => {
    const file = `${ROOM}/slack/slack.test.ts`
    const failed = report({
      [file]: [
        ['slack.message', ALL_BUT_BATCH],
        ['slack.message', 'success: again', 'failed'],
      ],
    })
    expect(handlerTable(failed, [slack], NONE)?.table).toContain('| slack.message | failed | [slack.test] |')
    const skipped = report({
      [file]: [
        ['slack.message', ALL_BUT_BATCH.replace('success and ', '')],
        ['slack.message', 'success', 'skipped'],
      ],
    })
    expect(handlerTable(skipped, [slack], NONE)?.problems).toEqual([
      'slack.message: no test "success", and no reason in handler-checks.ts',
    ])
  })

  it('keeps two files of one name apart', () => {
    const made = handlerTable(
      report({
        [`${ROOM}/slack/send.test.ts`]: [['slack.message', ALL_BUT_BATCH]],
        [`${ROOM}/other/send.test.ts`]: [['slack.message', 'success']],
      }),
      [slack],
      NONE,
    )
    expect(made?.table).toContain('| [send.test], [other/send.test] | [send.test] |')
    expect(made?.table).toContain('[other/send.test]: ../server/task/handlers/built-in/other/send.test.ts')
  })

  it('says nothing about a run that tested no handler', () => {
    const elsewhere = report({ '/somewhere/server/queues/queues.test.ts': [['slack.message', ALL]] })
    expect(handlerTable(elsewhere, [slack], NONE)).toBeNull()
  })
})
