/** For tests: a module of handlers that do what the payload asks. */
import type { Task } from '../../task.ts'
import type { HandlerContext } from '../function.ts'

const never = () => new Promise(() => {})

function spin(ms: number): void {
  const until = performance.now() + ms
  while (performance.now() < until) Math.sqrt(until)
}

const acts: Record<string, (ctx: HandlerContext, value: number) => unknown> = {
  done: () => {},
  spin: (_ctx, value) => spin(value),
  'throw coded': () => {
    throw Object.assign(new RangeError('no such invoice'), { code: 'ENOINVOICE' })
  },
  'throw text': () => {
    throw 'just text'
  },
  retry: (ctx, value) => ctx.retry({ afterMs: value, reason: 'later' }),
  dead: (ctx) => ctx.dead('never'),
  heed: ({ signal }) =>
    new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
  hang: never,
  exit: () => process.exit(3),
  'throw later': () => {
    setTimeout(() => {
      throw new Error('thrown in a timer')
    }, 1)
    return never()
  },
  'reject unheard': () => {
    void Promise.reject(new Error('nobody listens'))
    return never()
  },
  fill: () => {
    const kept: number[][] = []
    for (;;) kept.push(new Array(100_000).fill(kept.length))
  },
}

// biome-ignore lint/style/noDefaultExport: what a handler's configuration names when it names no export
export default async function act(task: Task, ctx: HandlerContext): Promise<void> {
  const { what, value = 0 } = task.payload as { what: string; value?: number }
  await acts[what]?.(ctx, value)
}

export const named = () => {}
export const noFunction = 7
