import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type EventSourceLike, openEventLine, resourcesIn } from './event-line'
import { pollInterval } from './stream-state'

class FakeSource implements EventSourceLike {
  readyState = 0
  private readonly listeners = new Map<string, (event: { data?: unknown }) => void>()
  addEventListener(type: string, listener: (event: { data?: unknown }) => void) {
    this.listeners.set(type, listener)
  }
  emit(type: string, data?: unknown) {
    this.listeners.get(type)?.({ data })
  }
  close() {
    this.readyState = 2
  }
}

let opened: FakeSource[]
let told: string[]
let hidden: boolean
let line: ReturnType<typeof openEventLine>

function start() {
  line = openEventLine({
    open: () => {
      const source = new FakeSource()
      opened.push(source)
      return source
    },
    isHidden: () => hidden,
    onState: (state) => told.push(state),
    onResources: (resources) => told.push(resources.join('+')),
    onGap: () => told.push('gap'),
  })
}

beforeEach(() => {
  vi.useFakeTimers()
  opened = []
  told = []
  hidden = false
})
afterEach(() => {
  line?.close()
  vi.useRealTimers()
})

describe('the stream of a page', () => {
  test('hands on what changed; the first opening is no gap', () => {
    start()
    opened[0]?.emit('open')
    opened[0]?.emit('changed', '{"resources":["queues","failures"]}')
    expect(told).toEqual(['connecting', 'open', 'queues+failures'])
  })

  test('is closed while the tab is hidden, and afterwards everything is read once', () => {
    start()
    opened[0]?.emit('open')
    hidden = true
    line.visibilityChanged()
    expect([opened[0]?.readyState, told.at(-1)]).toEqual([2, 'closed'])
    hidden = false
    line.visibilityChanged()
    opened[1]?.emit('open')
    expect(told.slice(-3)).toEqual(['lost', 'open', 'gap'])
    opened[0]?.emit('changed', '{"resources":["queues"]}')
    expect(told.at(-1)).toBe('gap')
  })

  test('is not opened in a tab that begins hidden', () => {
    hidden = true
    start()
    expect([opened.length, told]).toEqual([0, ['closed']])
  })

  test('is left to the browser when it breaks, and asked for again when it is refused', () => {
    start()
    opened[0]?.emit('open')
    opened[0]?.emit('error')
    vi.advanceTimersByTime(20_000)
    expect([opened.length, told.at(-1)]).toEqual([1, 'lost'])
    opened[0]?.emit('open')
    expect(told.slice(-2)).toEqual(['open', 'gap'])
    opened[0]?.close()
    opened[0]?.emit('error')
    vi.advanceTimersByTime(20_000)
    expect(opened).toHaveLength(2)
  })

  test('that has fallen silent is opened anew', () => {
    start()
    opened[0]?.emit('open')
    vi.advanceTimersByTime(50_000)
    opened[0]?.emit('changed', '{"resources":["queues"]}')
    vi.advanceTimersByTime(50_000)
    expect(opened).toHaveLength(1)
    vi.advanceTimersByTime(20_000)
    expect(opened).toHaveLength(2)
  })
})

test('what is no announcement names nothing', () => {
  for (const data of [undefined, '', 'text', '[]', '{"resources":"queues"}'])
    expect(resourcesIn(data)).toEqual([])
  expect(resourcesIn('{"resources":["queues",1]}')).toEqual(['queues'])
})

test('a screen asks seldom only while it is told', () => {
  expect(pollInterval('open', 5_000)).toBe(30_000)
  expect(pollInterval('open', 5_000, 10_000)).toBe(10_000)
  expect(pollInterval('open', 60_000)).toBe(60_000)
  for (const state of ['closed', 'connecting', 'lost'] as const)
    expect(pollInterval(state, 5_000)).toBe(5_000)
})
