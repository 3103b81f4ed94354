import { describe, expect, it, test } from 'vitest'
import { shellAction, typedAhead } from './key-sequence'

const screens = [{ key: 'q', href: '/queues' }]
const press = (key: string, more: Partial<Parameters<typeof shellAction>[0]> = {}) =>
  shellAction({ key, command: false, alt: false, typing: false, afterG: false, ...more }, screens)

test('g then q goes to the queues; q alone does nothing', () => {
  expect(press('g')).toEqual({ kind: 'await' })
  expect(press('q', { afterG: true })).toEqual({ kind: 'go', href: '/queues' })
  expect(press('q')).toEqual({ kind: 'none' })
})
test('typing a text never triggers a key, the palette excepted', () => {
  expect(press('g', { typing: true })).toEqual({ kind: 'none' })
  expect(press('?', { typing: true })).toEqual({ kind: 'none' })
  expect(press('k', { typing: true, command: true })).toEqual({ kind: 'palette' })
})
test("the browser's own combinations stay its own", () => {
  expect(press('g', { command: true })).toEqual({ kind: 'none' })
  expect(press('/', { alt: true })).toEqual({ kind: 'none' })
})

describe('what is typed before the palette is there', () => {
  it('is kept in order, can be taken back, and leaves out keys that write nothing', () => {
    const keys = ['g', 'Shift', 'F', '!', 'Backspace', ' ', 'ArrowDown', 'é', '😀', 'Backspace', 'Enter']
    expect(keys.reduce(typedAhead, '')).toBe('gF é')
    expect(typedAhead('', 'Backspace')).toBe('')
  })
})
