import { describe, expect, it } from 'vitest'
import type { Schemas } from '@/components/api/client'
import { instanceState, oldestTask, runningOf } from './instance-state.ts'

const consumer: Schemas['Instance']['consumers'][number] = {
  type: 'email.send',
  state: 'running',
  workers: 4,
  running: [
    { taskId: 'b', attempt: 1, startedAt: '2026-01-31T12:00:05.000Z' },
    { taskId: 'a', attempt: 2, startedAt: '2026-01-31T12:00:01.000Z' },
  ],
  runningCount: 2,
  succeeded: 0,
  retried: 0,
  dead: 0,
  latencyMs: null,
  error: null,
  restarts: 0,
}
const live: Schemas['Instance'] = {
  id: 'host-1',
  project: 'mailer',
  host: 'host',
  pid: 1,
  version: '0.1.0',
  startedAt: '2026-01-31T12:00:00.000Z',
  appliedRevision: 57,
  appliedEtag: null,
  state: 'running',
  consumers: [consumer, { ...consumer, type: 'sms.send', running: [], runningCount: 0 }],
  producers: [],
  unresolvedSecrets: [],
  configError: null,
  memoryBytes: 1,
  eventLoopLagMs: 1,
  desiredRevision: 58,
  status: 'live',
  stale: true,
  lastSeenAt: '2026-01-31T12:00:00.000Z',
  command: null,
}

describe('the state of an instance', () => {
  it('says the worst first', () => {
    expect(instanceState(live)).toEqual({ state: 'caution', label: 'Runs revision 57 instead of 58' })
    expect(instanceState({ ...live, stale: false }).state).toBe('clear')
    expect(instanceState({ ...live, unresolvedSecrets: ['env:X'] }).label).toBe('Cannot resolve env:X')
    expect(instanceState({ ...live, consumers: [{ ...consumer, state: 'crashed' }] })).toEqual({
      state: 'danger',
      label: 'Crashed: email.send',
    })
    expect(instanceState({ ...live, status: 'lost' }).state).toBe('danger')
    expect(instanceState({ ...live, status: 'stopped' }).state).toBe('unknown')
  })

  it('knows what runs, and what has run longest', () => {
    expect(runningOf(live)).toBe(2)
    expect(oldestTask(live)).toMatchObject({ taskId: 'a', type: 'email.send' })
    expect(oldestTask({ ...live, consumers: [] })).toBeNull()
  })
})
