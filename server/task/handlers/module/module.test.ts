import { afterEach, describe, expect, it } from 'vitest'
import type { Job, Run } from '../../consume/verdict.ts'
import { silentLogger } from '../../logger.ts'
import { moduleRun, modulesIn } from './module.ts'

const modules = { acts: new URL('./test-acts.ts', import.meta.url) }
const open: Run[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((run) => run.close?.()))
})

async function make(config: object = {}, workers = 2): Promise<Run> {
  const run = await moduleRun(
    'acts',
    { workers, config: { kind: 'module', export: 'default', ...config } },
    { modules, logger: silentLogger },
  )
  open.push(run)
  return run
}

function job(what: string, value = 0, signal = new AbortController().signal): Job {
  const task = {
    ...{ id: 'task-1', type: 'acts', payload: { what, value }, contentType: 'application/json' },
    ...{ source: '/test', time: new Date(), attempt: 1, tracked: false, extensions: {} },
  }
  const message = () => {
    throw new Error('not needed')
  }
  return { task, message, signal }
}

describe('a module in threads', () => {
  it('runs with the same context as a function: done, retry and dead', async () => {
    const run = await make()
    expect(await run(job('done'))).toEqual({ kind: 'done' })
    expect(await run(job('retry', 5))).toMatchObject({
      ...{ kind: 'retry', afterMs: 5, failure: { error: { message: 'later' } } },
    })
    expect(await run(job('dead'))).toMatchObject({ kind: 'dead', reason: 'rejected' })
  })

  it('keeps name, message, code and stack of what it throws', async () => {
    const run = await make()
    const verdict = await run(job('throw coded'))
    const { error } = verdict.kind === 'retry' ? verdict.failure : { error: null }
    expect(error).toBeInstanceOf(Error)
    expect(error).toMatchObject({ name: 'RangeError', message: 'no such invoice', code: 'ENOINVOICE' })
    expect(error?.stack).toContain('test-acts.ts')
    expect(await run(job('throw text'))).toMatchObject({ failure: { error: { message: 'just text' } } })
  })

  it('computes without keeping this loop waiting', async () => {
    const run = await make()
    let longestMs = 0
    let at = performance.now()
    const ticker = setInterval(() => {
      longestMs = Math.max(longestMs, performance.now() - at)
      at = performance.now()
    }, 10)
    expect(await run(job('spin', 1_500))).toEqual({ kind: 'done' })
    clearInterval(ticker)
    expect(longestMs).toBeLessThan(1_000)
  })

  it('passes the signal on, and ends the thread of a handler that does not heed it', async () => {
    const run = await make()
    await run(job('done'))
    for (const what of ['heed', 'hang', 'spin']) {
      const began = performance.now()
      const verdict = await run(job(what, 60_000, AbortSignal.timeout(100)))
      expect(verdict.kind, what).toBe('retry')
      expect(performance.now() - began, what).toBeLessThan(10_000)
    }
    expect(await run(job('done'))).toEqual({ kind: 'done' })
  })

  it.each(['exit', 'throw later', 'reject unheard', 'fill'])(
    'fails only the attempt whose thread dies (%s)',
    async (what) => {
      const run = await make({ memoryMb: 32 })
      const [beside, failed] = await Promise.all([run(job('spin', 300)), run(job(what))])
      expect(beside).toEqual({ kind: 'done' })
      expect(failed).toMatchObject({ kind: 'retry', failure: { error: { message: expect.any(String) } } })
      expect(await run(job('done'))).toEqual({ kind: 'done' })
    },
    20_000,
  )

  it('says at once what is missing', async () => {
    await expect(make({ name: '../../etc/passwd' })).rejects.toMatchObject({
      ...{ code: 'handler-missing', message: 'This process has no module "../../etc/passwd"; it has: acts.' },
    })
    await expect(make({ export: 'noFunction' })).rejects.toThrow(
      'expected a function as its export "noFunction"',
    )
    await expect(make({ export: 'named' })).resolves.toBeTypeOf('function')
  })

  it('is every script of a folder, by name', () => {
    const found = modulesIn('/srv/handlers', ['render.ts', 'a b.mjs', 'x.d.ts', 'y.test.ts', 'README.md'])
    expect(Object.entries(found).map(([name, url]) => `${name} ${url}`)).toEqual([
      'render file:///srv/handlers/render.ts',
      'a b file:///srv/handlers/a%20b.mjs',
    ])
  })
})
