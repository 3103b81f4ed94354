/** One guarantee of the contract, proven for one backend; both stand in the test's meta data, for a report. */
import { test } from 'vitest'

declare module 'vitest' {
  interface TaskMeta {
    backend?: string
    guarantee?: string
  }
}

export type Guarantee = (title: string, prove: () => Promise<void>, timeoutMs?: number) => void

export function guaranteesOf(backend: string): Guarantee {
  return (title, prove, timeoutMs) =>
    test(
      title,
      async ({ task }) => {
        task.meta.backend = backend
        task.meta.guarantee = title
        await prove()
      },
      timeoutMs,
    )
}
