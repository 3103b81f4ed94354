import { describe, expect, it } from 'vitest'
import { parseConfig, type TaskConfigInput } from '../config.ts'
import { diffConsumers } from './diff-consumers.ts'

const consumer = (type: string, more: object = {}) => ({
  type,
  backend: 'main',
  handler: { kind: 'function' as const },
  ...more,
})
const config = (consumers: object[], more: Partial<TaskConfigInput> = {}) =>
  parseConfig({
    project: 'mailer',
    backends: { main: { kind: 'postgres', url: 'env:DATABASE_URL' }, other: { kind: 'memory' } },
    consumers,
    ...more,
  })
const names = (diff: ReturnType<typeof diffConsumers>) => ({
  added: diff.added.map(({ consumer }) => consumer.type),
  changed: diff.changed.map(({ consumer }) => consumer.type),
  replaced: diff.replaced.map(({ consumer }) => consumer.type),
  removed: diff.removed.map((id) => JSON.parse(id)[0]),
})

describe('what a new configuration means for consumers', () => {
  it('tells added, changed, replaced and removed apart', () => {
    const before = config([consumer('a'), consumer('b'), consumer('c'), consumer('d')])
    const after = config([
      consumer('a', { workers: 9, paused: true }),
      consumer('b', { backend: 'other' }),
      consumer('c', { queueName: 'legacy' }),
      consumer('e'),
    ])
    expect(names(diffConsumers(before, after))).toEqual({
      added: ['b', 'c', 'e'],
      changed: ['a'],
      replaced: [],
      removed: ['b', 'c', 'd'],
    })
  })

  it('goes on taking from the queue that a type has left while that is drained', () => {
    const before = config([consumer('a', { rateLimit: 10 })])
    const after = config([
      consumer('a', { backend: 'other', rateLimit: 10, alsoFrom: [{ backend: 'main' }] }),
    ])
    const diff = diffConsumers(before, after)
    expect(names(diff)).toEqual({ added: ['a'], changed: ['a'], replaced: [], removed: [] })
    expect(diff.added[0]?.consumer).toMatchObject({ backend: 'other', rateLimit: 5 })
    expect(diff.changed[0]?.consumer).toMatchObject({ backend: 'main', rateLimit: 5 })
    expect(names(diffConsumers(after, config([consumer('a', { backend: 'other' })])))).toEqual({
      ...{ added: [], changed: ['a'], replaced: [], removed: ['a'] },
    })
  })

  it('adds everything at first', () => {
    expect(names(diffConsumers(null, config([consumer('a')]))).added).toEqual(['a'])
  })

  it('replaces when the connection behind a name changes, or the namespace', () => {
    const before = config([consumer('a')])
    const moved = config([consumer('a')], {
      backends: { main: { kind: 'postgres', url: 'env:REDIS_URL' }, other: { kind: 'memory' } },
    })
    expect(names(diffConsumers(before, moved)).replaced).toEqual(['a'])
    expect(names(diffConsumers(before, config([consumer('a')], { namespace: 'two' }))).replaced).toEqual([
      'a',
    ])
  })
})
