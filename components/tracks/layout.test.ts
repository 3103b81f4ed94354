import { describe, expect, test } from 'vitest'
import { BOX_HEIGHT, layoutTracks, placeColumn, spreadColumn, weightOf } from './layout'
import { pickTracks, type Track } from './track'

const track = (type: string, more: Partial<Track> = {}): Track => ({
  type,
  state: 'clear',
  waiting: 0,
  dead: 0,
  inPerSecond: 10,
  outPerSecond: 10,
  producers: ['shop'],
  consumers: [{ project: 'mailer', workers: 8, instances: 2, paused: false }],
  ...more,
})

describe('which tracks are shown', () => {
  test('danger before caution before paused, then the busiest', () => {
    const tracks = [
      track('busy', { inPerSecond: 900 }),
      track('idle', { inPerSecond: 0, outPerSecond: 0 }),
      track('held', { state: 'paused' }),
      track('slow', { state: 'caution' }),
      track('dying', { state: 'danger', inPerSecond: 1 }),
    ]
    expect(pickTracks(tracks, 4).map((entry) => entry.type)).toEqual(['dying', 'slow', 'held', 'busy'])
  })
  test('an unknown rate is not taken for a busy one', () => {
    const tracks = [track('unknown', { inPerSecond: null, outPerSecond: null }), track('known')]
    expect(pickTracks(tracks, 1)[0]?.type).toBe('known')
  })
})

describe('weight', () => {
  test('grows with the flow, and never vanishes', () => {
    expect(weightOf(0, 100)).toBe(weightOf(null, 100))
    expect(weightOf(1, 100)).toBeGreaterThan(weightOf(0, 100))
    expect(weightOf(100, 100)).toBeGreaterThan(weightOf(25, 100))
    expect(weightOf(5, 0)).toBe(weightOf(0, 0))
  })
})

describe('columns', () => {
  test('things keep their distance and stay inside', () => {
    const wanted = new Map([
      ['a', 50],
      ['b', 50],
      ['c', 50],
      ['d', 52],
    ])
    const ys = [...placeColumn(wanted, 20, 0, 60).values()]
    expect(ys).toEqual([0, 20, 40, 60])
  })
  test('what has room stands where it wants', () => {
    expect([
      ...placeColumn(
        new Map([
          ['a', 10],
          ['b', 90],
        ]),
        20,
        0,
        100,
      ).values(),
    ]).toEqual([10, 90])
  })
})

test('producers are spread over the whole height, in the order of their queues', () => {
  const wanted = new Map([
    ['low', 90],
    ['high', 10],
    ['mid', 50],
  ])
  expect([...spreadColumn(wanted, 0, 200)]).toEqual([
    ['high', 0],
    ['mid', 100],
    ['low', 200],
  ])
  expect(spreadColumn(new Map([['alone', 3]]), 0, 200).get('alone')).toBe(100)
})

describe('the diagram', () => {
  const many = Array.from({ length: 8 }, (_, index) =>
    track(`type.${index}`, {
      producers: [`p${index}`, 'shop'],
      consumers: Array.from({ length: 3 }, (_, n) => ({
        project: `c${index}-${n}`,
        workers: 1,
        instances: 1,
        paused: n === 2,
      })),
    }),
  )
  test('no two boxes of a column overlap, however many projects there are', () => {
    const layout = layoutTracks(many, 1_100)
    for (const column of [layout.producers, layout.queues, layout.consumers]) {
      const ys = column.map((box) => box.y).sort((a, b) => a - b)
      for (let index = 1; index < ys.length; index++)
        expect((ys[index] ?? 0) - (ys[index - 1] ?? 0)).toBeGreaterThanOrEqual(BOX_HEIGHT)
      expect(Math.max(...ys)).toBeLessThan(layout.height)
    }
  })
  test('every assignment is a line, and a paused one says so', () => {
    const { lines } = layoutTracks(many, 1_100)
    expect(lines.filter((line) => line.side === 'in')).toHaveLength(16)
    expect(lines.filter((line) => line.side === 'out' && line.paused)).toHaveLength(8)
  })
  test('a queue that nobody consumes has no line out', () => {
    const { lines, consumers } = layoutTracks([track('orphan', { consumers: [] })], 800)
    expect(lines.map((line) => line.side)).toEqual(['in'])
    expect(consumers).toEqual([])
  })
})
