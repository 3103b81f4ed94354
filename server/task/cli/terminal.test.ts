import { spawn } from 'node:child_process'
import { once } from 'node:events'
import process from 'node:process'
import { text } from 'node:stream/consumers'
import { expect, it } from 'vitest'

const PROGRAM = `
  import { openTerminal } from ${JSON.stringify(new URL('terminal.ts', import.meta.url).href)}
  const terminal = openTerminal(process)
  for (let line = 1; line <= 100_000; line++) terminal.print('line ' + line)
  setInterval(() => terminal.print('more'), 5)
`

it('ends quietly when its reader has seen enough', async () => {
  const child = spawn(process.execPath, ['--input-type=module-typescript', '--eval', PROGRAM])
  const errors = text(child.stderr)
  child.stdout.once('data', () => child.stdout.destroy())
  const [code] = await once(child, 'exit')
  expect({ code, errors: await errors }).toEqual({ code: 0, errors: '' })
})
