/**
 * One guarantee of the contract, proven for one backend, or declared as missing with the reason that its capability record
 * gives. Both stand in the test's meta data, from which `docs/backends.md` has its table.
 */
import { expect, test } from 'vitest'
import type { Capabilities, LimitName } from '../capabilities.ts'

declare module 'vitest' {
  interface TaskMeta {
    backend?: string
    guarantee?: string
    /** Why the backend does not give it. */
    missing?: string
  }
}

export interface Guarantee {
  (title: string, prove: () => Promise<void>, timeoutMs?: number): void
  /** For guarantees that only backends with this capability give. */
  where(capability: LimitName): Guarantee
}

export function guaranteesOf(backend: string, capabilities: Capabilities): Guarantee {
  return withWhere(proving(backend), backend, capabilities)
}

type Prove = (title: string, prove: () => Promise<void>, timeoutMs?: number) => void

function withWhere(prove: Prove, backend: string, capabilities: Capabilities): Guarantee {
  const where = (capability: LimitName) =>
    has(capabilities, capability)
      ? withWhere(prove, backend, capabilities)
      : withWhere(declaring(backend, capabilities.why?.[capability] ?? ''), backend, capabilities)
  return Object.assign(prove, { where })
}

function proving(backend: string): Prove {
  return (title, prove, timeoutMs) =>
    test(
      title,
      async ({ task }) => {
        Object.assign(task.meta, { backend, guarantee: title })
        await prove()
      },
      timeoutMs,
    )
}

function declaring(backend: string, why: string): Prove {
  return (title) =>
    test(`says why it does not: ${title}`, ({ task }) => {
      Object.assign(task.meta, { backend, guarantee: title, missing: why })
      expect(why, 'the reason in the capability record').not.toBe('')
    })
}

function has(capabilities: Capabilities, name: LimitName): boolean {
  if (name === 'delayed' || name === 'inFlight' || name === 'oldestAge' || name === 'totals')
    return capabilities.stats[name] !== 'unsupported'
  return capabilities[name]
}
