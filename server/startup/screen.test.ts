import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { createScreen } from './screen.ts'

function screenOn(isTTY: boolean) {
  let clock = 0
  const output = Object.assign(new PassThrough({ encoding: 'utf8' }), { isTTY })
  const screen = createScreen(output, () => clock)
  return {
    screen,
    pass: (ms: number) => {
      clock += ms
    },
    text: () => String(output.read() ?? ''),
  }
}

describe('the screen', () => {
  it('writes each line once, without control characters, where nobody watches', () => {
    const { screen, text } = screenOn(false)
    screen.step('Starting')
    screen.step('Building')
    screen.line('ready')
    expect(text()).toBe('Starting\nBuilding\nready\n')
  })

  it('shows on a terminal what goes on, and how long it took', () => {
    const { screen, pass, text } = screenOn(true)
    screen.step('Building')
    pass(1_200)
    screen.done()
    screen.line('ready')
    expect(text()).toBe('\r\x1b[2K… Building  0.0 s\r\x1b[2K✓ Building  1.2 s\nready\n')
  })
})
